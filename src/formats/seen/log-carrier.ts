import type { Json, JsonObject } from '../../model/json.ts';
import { objectAt } from '../../model/json.ts';
import type { PodReference } from '../../model/node-activity.ts';
import { noPod } from '../../model/node-activity.ts';
import { textAt } from './text-at.ts';

/** Whose log a line stands in: what writes it need not know in which pod it runs. */
export interface LogCarrier {
  readonly pod: PodReference;
  readonly container: string;
  readonly node: string;
  /** When the line was written, as the runtime or the collector says; `""` if neither does. */
  readonly time: string;
}

export const noCarrier: LogCarrier = { pod: noPod, container: '', node: '', time: '' };

/** The kubelet's `/var/log/pods/NAMESPACE_POD_UID/CONTAINER/0.log`, and the links to it in `/var/log/containers/`; of static pods the UID is a digest. */
const places = [
  /(?:^|\/)(?<namespace>[a-z\d-]+)_(?<name>[a-z\d.-]+)_(?<uid>[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|[\da-f]{32})\/(?<container>[a-z\d-]+)\/\d+\.log/,
  /(?:^|\/)(?<name>[a-z\d.-]+)_(?<namespace>[a-z\d-]+)_(?<container>[a-z\d-]+)-[\da-f]{64}\.log/,
];

export function carrierOfFile(file: string): LogCarrier {
  const found = places.map(place => place.exec(file)?.groups).find(groups => groups !== undefined);
  if (found === undefined) return noCarrier;
  const { namespace = '', name = '', uid = '', container = '' } = found;
  return { ...noCarrier, pod: { namespace, name, uid }, container };
}

/**
 * What a collector says of the log: `kubernetes` of Fluent Bit and Fluentd (pod_name, namespace_name, pod_id, host), of Vector (pod_namespace, pod_uid,
 * pod_node_name). What it does not say is taken from `known`.
 */
export function carrierOfWrapper(value: Json, known: LogCarrier): LogCarrier {
  const said = objectAt(value, 'kubernetes');
  if (said === undefined) return known;
  const name = textAt(said, 'pod_name');
  if (name === '') return known;
  return {
    pod: {
      namespace: either(said, 'namespace_name', 'pod_namespace'),
      name,
      uid: either(said, 'pod_id', 'pod_uid'),
    },
    container: textAt(said, 'container_name'),
    node: either(said, 'host', 'pod_node_name'),
    time: known.time,
  };
}

const either = (object: JsonObject, first: string, second: string): string =>
  textAt(object, first) || textAt(object, second);
