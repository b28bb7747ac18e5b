import type { AuditedRequest } from '../model/activity.ts';
import type { JsonObject } from '../model/json.ts';
import { isObject, objectAt, stringAt } from '../model/json.ts';
import type { WorkloadKind } from '../workloads/kinds/workload-kind.ts';
import { runKeys, templateOf } from './shape.ts';
import type { Touch } from './sighting.ts';

/**
 * What a change can have touched, by what was sent. A whole object (PUT, server-side apply) names everything, changed or not, so it
 * tells nothing by itself.
 */
export function touchOf(request: AuditedRequest, kind: WorkloadKind | undefined): Touch {
  const { requestObject, verb, object } = request;
  if (object?.subresource === 'scale' || object?.subresource === 'resize') return 'other';
  if (object?.subresource === 'ephemeralcontainers') return 'runs';
  if (verb !== 'patch' || requestObject === undefined || kind === undefined) return 'unknown';
  if (kind.places !== undefined) return isAboutMetadata(requestObject) ? 'other' : 'unknown';
  if (!isObject(requestObject)) return strongest(requestObject.map(operation => reachOf(operation, kind)));
  const template = templateOf(requestObject, kind);
  if (template === undefined) return 'other';
  if (stringAt(requestObject, 'kind') !== undefined) return 'unknown';
  const touch = templateTouch(template);
  // A pod is its own template: its labels and annotations roll out nothing.
  return touch === 'template' && kind.kind === 'Pod' ? 'other' : touch;
}

const isAboutMetadata = (patch: JsonObject | readonly JsonObject[]): boolean =>
  isObject(patch) && Object.keys(patch).every(key => key === 'metadata');

function templateTouch(template: JsonObject | undefined): Touch {
  const keys = Object.keys(objectAt(template, 'spec') ?? {});
  // A directive of a strategic merge patch: `$setElementOrder/containers`.
  return keys.some(key => runKeys.has(key.replace(/^\$\w+\//, ''))) ? 'runs' : 'template';
}

const ranks = ['other', 'template', 'unknown', 'runs'] as const satisfies readonly Touch[];

const strongest = (touches: readonly Touch[]): Touch =>
  ranks.findLast(touch => touches.includes(touch)) ?? 'other';

/** What an operation of a JSON Patch writes to, or to something that holds it. */
function reachOf(operation: JsonObject, kind: WorkloadKind): Touch {
  if (stringAt(operation, 'op') === 'test') return 'other';
  const path = (stringAt(operation, 'path') ?? '').split('/').slice(1);
  if (path.slice(0, kind.template.length).some((key, index) => key !== kind.template[index])) return 'other';
  const [part, key] = path.slice(kind.template.length);
  if (part === undefined || (part === 'spec' && key === undefined)) return 'runs';
  return part === 'spec' && runKeys.has(key ?? '') ? 'runs' : 'template';
}
