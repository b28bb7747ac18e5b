import { admissionReview } from './admission-review/admission-review.ts';
import { aks } from './aks/aks.ts';
import { auditd } from './auditd/auditd.ts';
import { cloudtrail } from './cloudtrail/cloudtrail.ts';
import { compose } from './compose/compose.ts';
import { containerd } from './containerd/containerd.ts';
import { cronFile } from './cron-file/cron-file.ts';
import { dockerEvents } from './docker-events/docker-events.ts';
import { ecs } from './ecs/ecs.ts';
import { eks } from './eks/eks.ts';
import { envoy } from './envoy/envoy.ts';
import { falco } from './falco/falco.ts';
import type { FormatName, FormatPart } from './format-options.ts';
import { gke } from './gke/gke.ts';
import { hubble } from './hubble/hubble.ts';
import { kubearmor } from './kubearmor/kubearmor.ts';
import { kubernetesAudit } from './kubernetes-audit/kubernetes-audit.ts';
import { kubernetesWatch } from './kubernetes-watch/kubernetes-watch.ts';
import { linkerd } from './linkerd/linkerd.ts';
import { logstashCsv } from './logstash-csv/logstash-csv.ts';
import { manifest } from './manifest/manifest.ts';
import { nginx } from './nginx/nginx.ts';
import { nodeFiles } from './node-files/node-files.ts';
import { nomad } from './nomad/nomad.ts';
import { runtimeLog } from './runtime-log/runtime-log.ts';
import { swarm } from './swarm/swarm.ts';
import { systemd } from './systemd/systemd.ts';
import { tetragon } from './tetragon/tetragon.ts';
import { tracee } from './tracee/tracee.ts';
import { wrapped } from './wrapped/wrapped.ts';

/** Every format, in the order in which they are asked whether a file is theirs. */
export const formatParts: readonly FormatPart[] = [
  kubernetesAudit,
  eks,
  gke,
  aks,
  kubernetesWatch,
  admissionReview,
  wrapped,
  logstashCsv,
  containerd,
  falco,
  tetragon,
  tracee,
  kubearmor,
  auditd,
  dockerEvents,
  runtimeLog,
  nodeFiles,
  envoy,
  hubble,
  linkerd,
  nginx,
  manifest,
  cloudtrail,
  ecs,
  nomad,
  swarm,
  compose,
  systemd,
  cronFile,
];

export function formatPart(name: FormatName): FormatPart | undefined {
  return formatParts.find(part => part.name === name);
}
