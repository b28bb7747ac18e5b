import type { AuditedRequest } from '../../model/activity.ts';
import { isObject, stringAt } from '../../model/json.ts';
import type { Effective } from './effective.ts';
import { effective } from './effective.ts';
import { ownersAfter } from './owners.ts';
import { prepared } from './prepared.ts';
import type { Target } from './reading/target.ts';
import { readManagers, withManagers, withoutManagers } from './server-side-apply/managed-fields.ts';

/** Create and update: the whole object is sent. */
export function written(
  before: Effective | undefined,
  request: AuditedRequest,
  target: Target,
): Effective | undefined {
  const sent = request.requestObject;
  if (!isObject(sent) || (stringAt(sent, 'kind') ?? target.kind.kind) !== target.kind.kind) return undefined;
  const object = prepared(sent, target, before?.object);
  const managers = before === undefined ? [] : (readManagers(sent) ?? readManagers(before.object));
  const live = before === undefined ? {} : withoutManagers(before.object);
  return effective(withManagers(object, ownersAfter({ live, object, managers, request, target })));
}
