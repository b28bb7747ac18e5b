import type { AuditedRequest } from '../../model/activity.ts';
import type { JsonObject } from '../../model/json.ts';
import { isLarge } from './edit.ts';
import type { Target } from './reading/target.ts';
import { headerOf } from './reading/target.ts';
import { compare } from './server-side-apply/compare.ts';
import type { ManagerEntry, ManagerName } from './server-side-apply/managed-fields.ts';
import { updatedManagers } from './server-side-apply/managed-fields.ts';
import { typedObject } from './server-side-apply/typed-value.ts';

interface Written {
  readonly live: JsonObject;
  readonly object: JsonObject;
  /** undefined: not known, and so it stays. */
  readonly managers: readonly ManagerEntry[] | undefined;
  readonly request: AuditedRequest;
  readonly target: Target;
}

/** Who owns which fields after a write that is no apply. */
export function ownersAfter({
  live,
  object,
  managers,
  request,
  target,
}: Written): readonly ManagerEntry[] | undefined {
  if (managers === undefined || isLarge(live) || isLarge(object)) return undefined;
  const comparison = compare(typedObject(live, target.type), typedObject(object, target.type));
  return updatedManagers(managers, managerOf(request, target, 'Update'), comparison);
}

/** The manager that the request names, else the beginning of its user agent (handlers/create.go: `managerOrUserAgent`). */
export function managerOf(
  request: AuditedRequest,
  target: Target,
  operation: ManagerName['operation'],
): ManagerName {
  const manager = request.fieldManager || (request.userAgent.split('/')[0] ?? '').slice(0, 128);
  const apiVersion = headerOf(target).object['apiVersion'];
  return {
    manager,
    operation,
    apiVersion: typeof apiVersion === 'string' ? apiVersion : '',
    subresource: target.reference.subresource,
  };
}
