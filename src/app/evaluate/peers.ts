import { join } from 'node:path';
import type { Alert } from '../../evaluate/judge.ts';
import { unusualWorkloadModification } from '../../evaluate/peers/elastic.ts';
import type { NewTermsRule } from '../../evaluate/peers/new-terms.ts';
import { newTerms } from '../../evaluate/peers/new-terms.ts';
import { findingOf } from '../../findings/finding-of.ts';
import type { Activity } from '../../model/activity.ts';
import type { Finding } from '../../model/finding.ts';
import type { Detector } from '../../model/seams.ts';
import { unionOf } from '../interest.ts';
import { parts } from '../parts.ts';
import { readInputs } from '../read-inputs.ts';
import { installation } from '../root.ts';
import { loadPipelines } from '../rules/pipelines.ts';
import { loadRules } from '../rules/rule-files.ts';
import type { World } from './worlds.ts';

export interface Peer {
  readonly name: string;
  readonly source: string;
  /** Below the installation. */
  readonly rules?: string;
  readonly newTerms?: NewTermsRule;
  /** Alerts of one user in one namespace within these minutes are one, as the tool itself has it. */
  readonly mergedMinutes?: number;
}

const sigma = 'rules/community/sigmahq/rules/application/kubernetes/audit';

/** Rules of other projects, as they are or re-expressed; licences beside the rules and in rules/peers/README.md. */
export const peers: readonly Peer[] = [
  {
    name: 'SigmaHQ: CronJob/Job Modification',
    source: 'github.com/SigmaHQ/sigma, kubernetes_audit_cronjob_modification.yml',
    rules: `${sigma}/kubernetes_audit_cronjob_modification.yml`,
  },
  {
    name: 'SigmaHQ: all 16',
    source: 'github.com/SigmaHQ/sigma, rules/application/kubernetes/audit',
    rules: sigma,
  },
  {
    name: 'Splunk ESCU: Cron Job Creation',
    source: 'github.com/splunk/security_content, kubernetes_cron_job_creation.yml',
    rules: 'rules/peers/splunk',
  },
  {
    name: 'Panther: CronJob, DaemonSet',
    source: 'github.com/panther-labs/panther-analysis, rules/kubernetes_rules',
    rules: 'rules/peers/panther',
    mergedMinutes: 60,
  },
  {
    name: 'Elastic: Unusual Sensitive Workload Modification',
    source: 'github.com/elastic/detection-rules, rule 78c6559d-47a7-4f30-91fe-7e2e983206c2',
    newTerms: unusualWorkloadModification,
  },
  {
    name: 'Falco k8saudit: rules on pods',
    source: 'github.com/falcosecurity/plugins, k8s_audit_rules.yaml',
    rules: 'rules/peers/falco/pods',
  },
  {
    name: 'Falco k8saudit: rules on pods, and Disallowed K8s User',
    source: 'github.com/falcosecurity/plugins, k8s_audit_rules.yaml',
    rules: 'rules/peers/falco',
  },
];

export interface PeerAlerts {
  readonly peer: Peer;
  /** By the name of the world. */
  readonly alerts: ReadonlyMap<string, readonly Alert[]>;
}

/** What every peer says of every world, each world read once. */
export async function askPeers(worlds: readonly World[], stop: AbortSignal): Promise<readonly PeerAlerts[]> {
  const said = peers.map(peer => ({ peer, alerts: new Map<string, readonly Alert[]>() }));
  for (const world of worlds) {
    const found = await askAbout(world, stop);
    for (const { peer, alerts } of said) alerts.set(world.name, merged(found.get(peer) ?? [], peer));
  }
  return said;
}

async function askAbout(
  { logs }: World,
  stop: AbortSignal,
): Promise<ReadonlyMap<Peer, readonly PeerAlert[]>> {
  const asked = await Promise.all(peers.map(async peer => ({ peer, detector: await compile(peer) })));
  const found = new Map<Peer, PeerAlert[]>(peers.map(peer => [peer, []]));
  const interest = unionOf(asked.map(({ detector }) => detector.interest));
  await readInputs({ paths: logs, cluster: '', interest, stop }, activity => {
    for (const { peer, detector } of asked) found.get(peer)?.push(...alertsOf(detector, activity));
  });
  return found;
}

async function compile({ rules, newTerms: rule }: Peer): Promise<Detector> {
  if (rule !== undefined) return newTerms(rule);
  const compileSigma = await parts.detectors.sigma();
  const { documents } = loadRules([join(installation, rules ?? '')]);
  const { pipelines } = await loadPipelines([]);
  return compileSigma(documents, { pipelines }).detector;
}

interface PeerAlert extends Alert {
  readonly user: string;
}

/** Every peer's alert is one that somebody is told, whatever level its rule has. */
function alertsOf(detector: Detector, activity: Activity): readonly PeerAlert[] {
  return detector.inspect(activity).map(signal => alertOf(findingOf(signal, activity, signal.detector.id)));
}

function alertOf({ id, title, workload, evidence, time, actor }: Finding): PeerAlert {
  const at = time === null ? 0 : Date.parse(time);
  const auditIDs = evidence.map(({ auditID }) => auditID);
  const user = actor?.user ?? '';
  return { id, title, severity: 'medium', workload, auditIDs, from: at, to: at, raisedAt: at, user };
}

/** Alerts of one rule, user and namespace within the minutes after the first are one. */
function merged(alerts: readonly PeerAlert[], { mergedMinutes }: Peer): readonly Alert[] {
  if (mergedMinutes === undefined) return alerts;
  const open = new Map<string, PeerAlert>();
  const closed: Alert[] = [];
  for (const alert of alerts) {
    const key = JSON.stringify([alert.id, alert.user, alert.workload.namespace]);
    const first = open.get(key);
    if (first !== undefined && alert.from - first.from <= mergedMinutes * 60_000) {
      open.set(key, { ...first, auditIDs: [...first.auditIDs, ...alert.auditIDs] });
      continue;
    }
    if (first !== undefined) closed.push(first);
    open.set(key, alert);
  }
  return [...closed, ...open.values()];
}
