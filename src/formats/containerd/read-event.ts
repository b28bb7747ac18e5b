import type { JsonObject } from '../../model/json.ts';
import { objectAt, stringAt, stringsAt } from '../../model/json.ts';
import type { ContainerActivity, NodeActivity, Texts } from '../../model/node-activity.ts';
import { withoutSecrets } from '../seen/hide-secrets.ts';
import { container, digestIn, processOf, typedWords } from '../seen/references.ts';
import type { Place } from '../seen/seen-format.ts';

export interface ContainerdEvent {
  readonly topic: string;
  readonly namespace: string;
  /** RFC 3339. */
  readonly at: string;
  /** Under the names of containerd's own API. */
  readonly event: JsonObject;
  readonly place: Place;
}

/** What containerd knew of the container when the source `containerd` asked: it stands beside the event's own fields. */
interface KnownContainer {
  readonly labels: Texts;
  readonly annotations: Texts;
  readonly image: string;
  readonly digest: string;
  readonly commandLine: string;
  /** It was asked for and belongs to no pod. */
  readonly alone: boolean;
  readonly node: string;
}

/** https://github.com/containerd/containerd/tree/main/api/events */
const acts = new Map<string, ContainerActivity['act']>([
  ['/containers/create', 'created'],
  // The CRI plugin labels a sandbox once it is made.
  ['/containers/update', 'created'],
  ['/containers/delete', 'removed'],
  ['/tasks/start', 'started'],
  ['/tasks/exit', 'ended'],
  // It was there when the source began to look.
  ['/containers/seen', 'seen'],
]);

function knownIn(event: JsonObject): KnownContainer {
  const known = objectAt(event, 'known');
  if (known === undefined) return nothingKnown;
  const labels = textsAt(known, 'labels');
  return {
    labels,
    annotations: textsAt(known, 'annotations'),
    image: stringAt(known, 'image') ?? '',
    digest: stringAt(known, 'digest') ?? '',
    commandLine: withoutSecrets(typedWords(stringsAt(known, 'args'))),
    node: stringAt(known, 'node') ?? '',
    alone: !Object.hasOwn(labels, 'io.cri-containerd.kind'),
  };
}

const nothingKnown: KnownContainer = {
  labels: {},
  annotations: {},
  image: '',
  digest: '',
  commandLine: '',
  alone: false,
  node: '',
};

/** undefined: snapshots, images, and what else tells nothing of a container's life. */
export function readContainerdEvent(told: ContainerdEvent): NodeActivity | undefined {
  const { topic, event } = told;
  const id = stringAt(event, 'container_id') ?? stringAt(event, 'id') ?? '';
  if (id === '') return undefined;
  if (topic === '/tasks/exec-started') return startedExec(told, id);
  const act = acts.get(topic);
  // A process beside the first ends as well: that the container ends is told under its own id.
  if (act === undefined || (act === 'ended' && (stringAt(event, 'id') ?? id) !== id)) return undefined;
  return {
    ...common(told, id),
    type: 'container',
    act,
    ...shapeOf(told, id),
    runtimeNamespace: told.namespace,
    commandLine: knownIn(told.event).commandLine,
  };
}

function common({ at, place, event }: ContainerdEvent, id: string) {
  const known = knownIn(event);
  const labels = { ...known.labels, ...textsAt(event, 'labels') };
  // The kubelet asks by an image's id; by which name it was pulled an annotation says.
  const image = annotated(known) || stringAt(event, 'image') || known.image;
  return {
    ...place,
    at,
    node: known.node,
    pod: podOf(labels),
    container: container({
      runtime: 'containerd',
      id,
      name: labels['io.kubernetes.container.name'] ?? '',
      image,
      imageDigest: known.digest || digestIn(image),
    }),
  };
}

const annotated = ({ annotations }: KnownContainer): string =>
  annotations['io.kubernetes.cri.image-name'] ?? '';

/** The kubelet's labels, which the CRI plugin of containerd keeps. */
export const podOf = (labels: Texts) => ({
  namespace: labels['io.kubernetes.pod.namespace'] ?? '',
  name: labels['io.kubernetes.pod.name'] ?? '',
  uid: labels['io.kubernetes.pod.uid'] ?? '',
});

function shapeOf({ event }: ContainerdEvent, id: string) {
  const known = knownIn(event);
  const labels = { ...known.labels, ...textsAt(event, 'labels') };
  const { annotations } = known;
  const kind = labels['io.cri-containerd.kind'];
  const isSandbox = kind === 'sandbox';
  return {
    labels,
    annotations,
    role: isSandbox ? ('sandbox' as const) : kind === 'container' ? ('container' as const) : aloneOr(known),
    sandboxId: isSandbox ? id : (annotations['io.kubernetes.cri.sandbox-id'] ?? ''),
  };
}

const aloneOr = ({ alone }: KnownContainer) => (alone ? ('alone' as const) : ('unknown' as const));

/** Somebody runs something more in the container: `kubectl exec`, a probe, or `ctr tasks exec`. What it is the event does not say. */
function startedExec(told: ContainerdEvent, id: string): NodeActivity {
  const { event } = told;
  const pid = event['pid'];
  return {
    ...common(told, id),
    type: 'process',
    act: 'started',
    process: processOf(typeof pid === 'number' ? { pid } : {}),
  };
}

function textsAt(event: JsonObject, key: string): Texts {
  const found = objectAt(event, key) ?? {};
  const texts = Object.entries(found).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  return Object.fromEntries(texts);
}
