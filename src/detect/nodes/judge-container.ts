import type { ContainerActivity } from '../../model/node-activity.ts';
import type { Signal } from '../../model/signal.ts';
import type { ApiPod } from './api-pods.ts';
import { differencesOf } from './compare-container.ts';
import type { Known } from './known.ts';
import { nodeSignal } from './node-signal.ts';
import type { SeenContainer } from './seen-containers.ts';

/** undefined: not yet to be answered. */
export type Answer = readonly Signal[] | undefined;

const nothing: readonly Signal[] = [];

/** A container that was started, with the pod that it says it belongs to. */
export function judgeContainer(activity: ContainerActivity, known: Known, final: boolean): Answer {
  const seen = known.containers.find(activity.cluster, activity.container.id);
  if (seen === undefined) return nothing;
  if (seen.pod.name === '') return judgeAlone(activity, seen, known, final);
  const pod = known.api.find(activity.cluster, seen.pod);
  if (pod === undefined) return final ? unknownPod(activity, seen, known) : undefined;
  if (seen.role === 'sandbox') return nothing;
  if (pod.containers === undefined || !pod.complete) return final ? unseen(known) : undefined;
  return compared(activity, seen, pod);
}

function unseen(known: Known): Answer {
  known.counts.bodiless += 1;
  return nothing;
}

function compared(activity: ContainerActivity, seen: SeenContainer, pod: ApiPod): readonly Signal[] {
  const asked = pod.containers?.find(({ name }) => name === seen.name);
  const evidence = [pod.evidence];
  if (asked === undefined) {
    if (seen.name === '') return nothing;
    const names = pod.containers?.map(({ name }) => name).join(', ') ?? '';
    const reasons = [
      `${seen.runtime} started a container "${seen.name}" in the sandbox of ${placeOf(seen)}, whose spec has ${names}`,
    ];
    return [nodeSignal({ rule: 'notInPod', activity, reasons, evidence })];
  }
  const differences = differencesOf(seen, asked);
  if (differences.length === 0) return nothing;
  const reasons = differences.map(
    ({ what, ran, asked: wanted }) =>
      `${what} of container ${seen.name}: ${seen.runtime} started ${ran}, the pod in the API asks for ${wanted}`,
  );
  return [nodeSignal({ rule: 'otherThanPod', activity, reasons, evidence })];
}

const placeOf = ({ pod: { namespace, name } }: SeenContainer): string => `${namespace}/Pod ${name}`;

/** So many pods at about the same time that nobody knows are those of a node that was started again. */
const restart = { pods: 4, within: 120_000 } as const;

function unknownPod(activity: ContainerActivity, seen: SeenContainer, known: Known): Answer {
  const { cluster } = activity;
  const at = Date.parse(activity.at);
  const { namespace, name, uid } = seen.pod;
  const refused = known.api.refusedMirror(cluster, namespace, name);
  // Of a pod whose sandbox is older it is not known since when it runs.
  const begun = seen.role === 'sandbox' || known.containers.find(cluster, seen.sandboxId)?.started === true;
  if (refused === undefined && !known.api.covers(cluster, at)) return beyond(known);
  if (refused === undefined && !begun) return beyond(known);
  if (refused === undefined && known.unknownBeside(activity, restart.within) >= restart.pods)
    return restarted(known);
  const by = seen.fromFile ? ', from a file on the node' : '';
  const reasons = [
    `${seen.runtime} started ${placeOf(seen)} (uid ${uid || 'not told'})${onNode(seen)}${by}, and no request in the log made or bound such a pod`,
    ...(refused === undefined
      ? []
      : [
          `the kubelet of ${refused.node} asked for its mirror and was refused: ${refused.code} ${refused.message}`.trim(),
        ]),
  ];
  const file = known.fileOf(cluster, namespace, name, seen.node);
  const evidence = [...(refused === undefined ? [] : [refused.evidence]), ...(file?.evidence ?? [])];
  return [
    nodeSignal({
      rule: 'podUnknown',
      activity,
      reasons: [...reasons, ...(file?.reasons ?? [])],
      evidence,
      workload: workloadOf(cluster, seen),
    }),
  ];
}

const workloadOf = (cluster: string, { pod }: SeenContainer) => ({ cluster, group: '', kind: 'Pod', ...pod });

const onNode = ({ node }: SeenContainer): string => (node === '' ? '' : ` on ${node}`);

function beyond(known: Known): Answer {
  known.counts.beyond += 1;
  return nothing;
}

function restarted(known: Known): Answer {
  known.counts.restarted += 1;
  return nothing;
}

/** The CRI makes ids of 64 hexadecimal digits; what has another was asked for by somebody else. */
const criId = /^[0-9a-f]{64}$/;

function judgeAlone(activity: ContainerActivity, seen: SeenContainer, known: Known, final: boolean): Answer {
  if (activity.act !== 'started') return nothing;
  const why = whyAlone(seen);
  if (why === undefined) return nothing;
  const isNodeOfCluster =
    known.containers.hasPods(activity.cluster) || known.api.covers(activity.cluster, Date.parse(activity.at));
  if (!isNodeOfCluster) return final ? nothing : undefined;
  const what = [seen.image, seen.commandLine].filter(text => text !== '').join(': ');
  const reasons = [
    `${seen.runtime} started ${seen.name || seen.id} (${what || 'image not told'})${onNode(seen)}: ${why}`,
  ];
  return [nodeSignal({ rule: 'containerAlone', activity, reasons })];
}

/** undefined: it may well belong to a pod. Docker under containerd (`moby`) tells of its own itself. */
function whyAlone({ role, runtime, runtimeNamespace, id }: SeenContainer): string | undefined {
  if (runtimeNamespace === 'moby') return undefined;
  if (runtime === 'docker' || runtime === 'podman')
    return role === 'unknown' || role === 'alone' ? 'it bears no label of the kubelet' : undefined;
  if (role === 'alone')
    return `in the namespace ${runtimeNamespace}, without a label of the kubelet and without a sandbox`;
  if (runtime !== 'containerd' || role !== 'unknown' || runtimeNamespace === '') return undefined;
  if (runtimeNamespace !== 'k8s.io')
    return `in the namespace ${runtimeNamespace}, where the kubelet starts nothing`;
  return criId.test(id) ? undefined : `its id is none that the kubelet's interface gives`;
}
