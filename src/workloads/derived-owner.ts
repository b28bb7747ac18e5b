import type { AuditedRequest } from '../model/activity.ts';
import { stringAt } from '../model/json.ts';
import { bodyOfChange } from './body-of-change.ts';
import { kindOfResource } from './kinds/kinds.ts';
import { isDerived, readOwner } from './owner.ts';
import { readActor } from './read-actor.ts';
import type { OwnerDetail } from './workload-change.ts';

/**
 * The owner from whose template a built-in controller made the object of this request; undefined if it did not. The same as
 * `readWorkloadChange` says with `derived` and `owner`, without reading the template.
 */
export function derivedOwner(request: AuditedRequest): OwnerDetail | undefined {
  const { object } = request;
  if (object === undefined || object.subresource !== '') return undefined;
  const kind = kindOfResource(object.resource, object.group);
  if (kind === undefined) return undefined;
  const head = request.responseHead;
  const seen = stringAt(head, 'kind') === kind.kind ? head : bodyOfChange(request, kind)?.object;
  if (seen === undefined) return undefined;
  const owner = readOwner(seen);
  return isDerived({ kind, actor: readActor(request), owner }) ? owner : undefined;
}
