import type { JsonObject } from '../../../model/json.ts';
import { isObject } from '../../../model/json.ts';
import type { ObjectType } from '../schema/schema.ts';
import { compare, fieldsIn } from './compare.ts';
import type { ManagerEntry, ManagerName } from './managed-fields.ts';
import { allOf, appliedManagers, isEntryOf, ofUsers } from './managed-fields.ts';
import { merged, pruned } from './merge.ts';
import { typedObject } from './typed-value.ts';

export interface Application {
  /** Without managed fields. */
  readonly live: JsonObject;
  readonly config: JsonObject;
  readonly type: ObjectType | undefined;
  readonly managers: readonly ManagerEntry[];
  readonly name: ManagerName;
}

export interface Applied {
  readonly object: JsonObject;
  readonly managers: readonly ManagerEntry[];
}

/** Server-side apply: merge/update.go of sigs.k8s.io/structured-merge-diff. That it was not refused says that no conflict was left. */
export function serverSideApply({ live, config, type, managers, name }: Application): Applied {
  const sent = fieldsIn(typedObject(config, type));
  const own: ManagerEntry = { ...name, fields: ofUsers(sent) };
  const last = managers.find(entry => isEntryOf(entry, name))?.fields;
  // With the header, so that the metadata is never nobody's.
  const owned = allOf([...managers.filter(entry => !isEntryOf(entry, name)), { ...name, fields: sent }]);
  const whole = applyOver(live, config, type);
  const rest = pruned(typedObject(whole, type), { last, owned });
  const object = withIdentity(isObject(rest) ? rest : {}, whole);
  const comparison = compare(typedObject(live, type), typedObject(object, type));
  return { object, managers: appliedManagers(managers, own, comparison) };
}

/** What is applied over what is there, with nothing removed. */
export function applyOver(live: JsonObject, config: JsonObject, type: ObjectType | undefined): JsonObject {
  const united = merged(live, config, typedObject(live, type).field);
  return isObject(united) ? united : live;
}

const identity = ['name', 'namespace', 'uid', 'creationTimestamp', 'generateName'] as const;

/** Whatever nobody owns of the metadata, its identity stays. */
function withIdentity(object: JsonObject, whole: JsonObject): JsonObject {
  const before = whole['metadata'];
  const after = object['metadata'];
  if (!isObject(before)) return object;
  const kept = identity.filter(key => Object.hasOwn(before, key)).map(key => [key, before[key]] as const);
  return { ...object, metadata: { ...(isObject(after) ? after : {}), ...Object.fromEntries(kept) } };
}
