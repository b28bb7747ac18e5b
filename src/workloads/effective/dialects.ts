import type { AuditedRequest } from '../../model/activity.ts';
import type { JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, listAt, objectAt, stringAt } from '../../model/json.ts';
import { isLarge, withoutField } from './edit.ts';
import { managerOf, ownersAfter } from './owners.ts';
import { mergePatch } from './patches/merge-patch.ts';
import { hasDirectives, strategicMerge } from './patches/strategic-merge.ts';
import { isPlausible } from './plausible.ts';
import { prepared } from './prepared.ts';
import { differences } from './reading/differences.ts';
import { queryOf } from './reading/query.ts';
import type { Target } from './reading/target.ts';
import { applyOver, serverSideApply } from './server-side-apply/apply.ts';
import { readManagers, withManagers, withoutManagers } from './server-side-apply/managed-fields.ts';

interface Patch {
  readonly before: JsonObject | undefined;
  readonly live: JsonObject;
  readonly patch: JsonObject;
  readonly request: AuditedRequest;
  readonly target: Target;
}

/** What a patch would have made of the object in one of the dialects. */
export interface World {
  readonly dialect: Dialect;
  readonly object: JsonObject;
  /** What the dialect itself leaves open. */
  readonly unsure: readonly string[];
  /** The patch, where what it sets is known afterwards. */
  readonly known?: JsonObject;
}

export type Dialect = 'apply' | 'strategic' | 'merge';

/** The likeliest dialect first. One whose result the server would not have taken is left out. */
export function dialectsOf(patch: Patch): readonly World[] {
  const dialects = possible(patch);
  const worlds = dialects.map(dialect => worldOf(patch, dialect)).filter(world => world !== undefined);
  const plausible = worlds.filter(({ object }) => isPlausible(object, patch.before, patch.target));
  return plausible.length > 0 ? plausible : worlds;
}

function possible({ patch, request, target }: Patch): readonly Dialect[] {
  // Strategic merge patches are for the kinds of Kubernetes itself alone.
  const merges: readonly Dialect[] = target.type === undefined ? ['merge'] : ['strategic', 'merge'];
  if (request.code === 201) return ['apply'];
  if (hasDirectives(patch)) return target.type === undefined ? ['merge'] : ['strategic'];
  // The server refuses `force` with any other dialect, and clients that apply always send it.
  if (queryOf(request.uri).has('force')) return ['apply'];
  return mayBeApply(patch, request) ? [...merges, 'apply'] : merges;
}

/** An apply names its manager, what it applies, and no managed fields. */
function mayBeApply(patch: JsonObject, { fieldManager }: AuditedRequest): boolean {
  const managed = fieldOf(objectAt(patch, 'metadata'), 'managedFields');
  return (
    fieldManager !== '' &&
    stringAt(patch, 'kind') !== undefined &&
    stringAt(patch, 'apiVersion') !== undefined &&
    (managed === undefined || managed === null)
  );
}

function worldOf(patch: Patch, dialect: Dialect): World | undefined {
  if (dialect === 'apply') return applied(patch);
  const live = withoutManagers(patch.live);
  const sent = withoutServerFields(patch.patch);
  const result = dialect === 'merge' ? mergePatch(live, sent) : strategic(live, sent, patch.target);
  if (!isObject(result)) return undefined;
  const object = prepared(result, patch.target, patch.before ?? live);
  const managers =
    readManagers({ metadata: objectAt(patch.patch, 'metadata') ?? {} }) ?? readManagers(patch.live);
  const owners = ownersAfter({ live, object, managers, request: patch.request, target: patch.target });
  return { dialect, object: withManagers(object, owners), unsure: [], known: sent };
}

function strategic(live: JsonObject, patch: JsonObject, { type }: Target): JsonObject | undefined {
  const result = strategicMerge(live, patch, type);
  return result.ok ? result.value : undefined;
}

/** A patch may name the version that it is for. */
function withoutServerFields(patch: JsonObject): JsonObject {
  const metadata = objectAt(patch, 'metadata');
  const rest = withoutField(patch, 'status');
  return metadata === undefined ? rest : { ...rest, metadata: withoutField(metadata, 'managedFields') };
}

function applied(applying: Patch): World {
  const { before, live, patch, request, target } = applying;
  const bare = before === undefined ? {} : withoutManagers(live);
  const config = withoutField(patch, 'status');
  const managers = before === undefined ? [] : readManagers(live);
  if (managers === undefined || isLarge(bare) || isLarge(config)) return appliedOver(bare, config, applying);
  const name = managerOf(request, target, 'Apply');
  const result = serverSideApply({ live: bare, config, type: target.type, managers, name });
  return {
    dialect: 'apply',
    object: withManagers(prepared(result.object, target, before), result.managers),
    unsure: target.type === undefined ? listsOf(bare, config, '') : [],
  };
}

/** Where it is not known who owns what, what is not applied any more may be gone, or not. */
function appliedOver(live: JsonObject, config: JsonObject, { before, target }: Patch): World {
  const over = applyOver(live, config, target.type);
  const object = prepared(over, target, before);
  const least = prepared(config, target, before);
  const copied = differences(onlyCopied(over), onlyCopied(config));
  return { dialect: 'apply', object, unsure: [...differences(object, least), ...copied] };
}

/** What the server copies from the template where it is missing: that may by chance be what was there before. */
function onlyCopied(object: JsonObject): JsonObject {
  const labels = fieldOf(objectAt(object, 'metadata'), 'labels') ?? null;
  const selector = fieldOf(objectAt(object, 'spec'), 'selector') ?? null;
  return { metadata: { labels }, spec: { selector } };
}

/** Lists of custom resources are merged as their definition says, which is not in the log. */
function listsOf(live: JsonObject, config: JsonObject, path: string): readonly string[] {
  return Object.keys(config).flatMap(key => {
    const [old, now] = [fieldOf(live, key), fieldOf(config, key)];
    const place = path === '' ? key : `${path}.${key}`;
    if (isObject(old) && isObject(now)) return listsOf(old, now, place);
    const both = listAt(live, key).length > 0 && listAt(config, key).length > 0;
    return both && differences({ list: old }, { list: now }).length > 0 ? [place] : [];
  });
}
