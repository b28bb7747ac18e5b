import type { AuditedRequest } from '../../model/activity.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { isObject, stringAt } from '../../model/json.ts';
import type { World } from './dialects.ts';
import { dialectsOf } from './dialects.ts';
import type { Effective } from './effective.ts';
import { effective, everything } from './effective.ts';
import { ownersAfter } from './owners.ts';
import { jsonPatch } from './patches/json-patch.ts';
import { prepared } from './prepared.ts';
import { carried, differences } from './reading/differences.ts';
import type { Target } from './reading/target.ts';
import { headerOf } from './reading/target.ts';
import { readManagers, withManagers, withoutManagers } from './server-side-apply/managed-fields.ts';

/** A patch, whose dialect is not logged: what the dialects that it can be would make of it, and where they differ is unknown. */
export function patched(
  before: Effective | undefined,
  request: AuditedRequest,
  target: Target,
): Effective | undefined {
  const { requestObject: patch } = request;
  const live = before?.object ?? headerOf(target).object;
  // An object that was never seen, and was there before: its rest is unknown.
  const carry = before?.unknown ?? (request.code === 201 ? [] : [everything]);
  if (patch === undefined) return undefined;
  if (!isObject(patch)) return byJsonPatch({ live, carry, patch, request, target });
  const [first, ...others] = dialectsOf({ before: before?.object, live, patch, request, target });
  if (first === undefined) return effective(withoutManagers(live), [everything]);
  const bare = withoutManagers(first.object);
  const unsure = others.flatMap(other => [
    ...differences(bare, withoutManagers(other.object)),
    ...other.unsure,
  ]);
  const remaining = first.known === undefined ? carry : carry.filter(path => !isSet(first.known ?? {}, path));
  // Who owns what depends on the dialect, too, and on what was there before.
  const isSure =
    carry.length === 0 &&
    (others.length === 0 || (unsure.length === 0 && first.dialect !== 'apply' && !others.some(isApply)));
  const object = isSure ? first.object : bare;
  return effective(object, [...carried(remaining, live, bare), ...unsure, ...first.unsure]);
}

const isApply = ({ dialect }: World): boolean => dialect === 'apply';

interface Patch {
  readonly live: JsonObject;
  readonly carry: readonly string[];
  readonly patch: readonly Json[];
  readonly request: AuditedRequest;
  readonly target: Target;
}

/** What only the server writes is not in what we have of the object; it ignores most of what is written there. */
const serverPaths =
  /^\/(?:status(?:\/|$)|metadata\/(?:managedFields|resourceVersion|uid|generation|creationTimestamp|selfLink)(?:\/|$))/;

function byJsonPatch({ live, carry, patch, request, target }: Patch): Effective {
  const bare = withoutManagers(live);
  const result = jsonPatch(
    bare,
    patch.filter(operation => !serverPaths.test(stringAt(operation, 'path') ?? '')),
  );
  // It was done, so the object was not what we took it for.
  if (!result.ok || !isObject(result.value)) return effective(bare, [everything]);
  const object = prepared(result.value, target, live);
  const managers = carry.length === 0 ? managersAfter(patch, live) : undefined;
  const owners = ownersAfter({ live: bare, object, managers, request, target });
  return effective(withManagers(object, owners), carried(carry, bare, object));
}

/** `kubectl apply --server-side` takes over an object by writing its managed fields. */
function managersAfter(patch: readonly Json[], live: JsonObject) {
  const writes = patch.filter(operation =>
    (stringAt(operation, 'path') ?? '').startsWith('/metadata/managedFields'),
  );
  if (writes.length === 0) return readManagers(live);
  const last = writes.at(-1);
  if (stringAt(last, 'path') !== '/metadata/managedFields' || !isObject(last)) return undefined;
  return readManagers({ metadata: { managedFields: last['value'] ?? [] } });
}

/** The patch sets exactly this. */
function isSet(patch: JsonObject, path: string): boolean {
  if (path === everything || path.includes('[')) return false;
  let current: Json | undefined = patch;
  for (const key of path.split('.')) {
    if (!isObject(current) || !Object.hasOwn(current, key)) return false;
    current = current[key];
  }
  return current !== null && typeof current !== 'object';
}
