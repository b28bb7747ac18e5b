import type { LineageFacts } from '../../lineage/facts/lineage-facts.ts';
import type { Activity } from '../../model/activity.ts';
import type { JsonObject } from '../../model/json.ts';
import { diffWorkloads } from '../../workloads/diff/diff-workloads.ts';
import type { FieldChange } from '../../workloads/diff/field-change.ts';
import type { Effective } from '../../workloads/effective/effective.ts';
import { everything } from '../../workloads/effective/effective.ts';
import type { EffectiveChange, EffectiveObjects } from '../../workloads/effective/effective-objects.ts';
import { kindOfResource } from '../../workloads/kinds/kinds.ts';
import { parseText } from '../../workloads/pods/parse-text.ts';
import { nobody } from '../../workloads/read-actor.ts';
import { readWorkload } from '../../workloads/read-workload.ts';
import type { WorkloadChange, WorkloadDetail } from '../../workloads/workload-change.ts';
import type { CompiledRule } from './compile-rule.ts';
import { anyResource } from './compile-rule.ts';
import { names } from './named-fields.ts';

/**
 * What was there before a request, and what the request changed of it: for the kinds that rules look at, because findings tell it.
 * Where a rule asks for it, deletions and what else leads to the object are of interest, too.
 */
export interface Differences {
  /** Requests that are needed to know the objects, whatever the rules say of them. */
  concerns(verb: string, resource: string): boolean;
  /** Called with every activity, in its order. */
  take(activity: Activity, remembered: () => Activity): Difference;
  /** Is this activity needed to know the objects? */
  remembers(activity: Activity): boolean;
  blind(): readonly string[];
}

export interface Difference {
  /** null where it is not known, or nothing was there. */
  readonly oldObject: JsonObject | null;
  /** Empty where it is not known. */
  readonly changes: readonly FieldChange[];
}

export const noDifference: Difference = { oldObject: null, changes: [] };

const verbs: ReadonlySet<string> = new Set(['create', 'update', 'patch', 'delete', 'deletecollection']);

export const asksForDifferences = ({ fields }: CompiledRule): boolean =>
  names(fields, 'changes') || names(fields, 'oldObject');

export function createDifferences(rules: readonly CompiledRule[], objects: EffectiveObjects): Differences {
  const compared = resourcesOf(rules);
  const asked = resourcesOf(rules.filter(asksForDifferences));
  const remembers = (activity: Activity): boolean => {
    if (activity.type !== 'audit') return false;
    const { object, verb } = activity.request;
    return object !== undefined && compared.has(object.resource) && verbs.has(verb);
  };
  return {
    concerns: (verb, resource) => asked.has(resource) && verbs.has(verb),
    remembers,
    take(activity, remembered) {
      if (activity.type !== 'audit' || !remembers(activity)) return noDifference;
      return differenceIn(activity, objects.take(remembered()));
    },
    blind: () => objects.blind(),
  };
}

/** What a request made of an object, for rules. */
export const differenceIn = (activity: Activity, change: EffectiveChange | undefined): Difference =>
  change === undefined ? noDifference : differenceOf(activity, known(change.before), known(change.after));

function resourcesOf(rules: readonly CompiledRule[]): ReadonlySet<string> {
  const resources = new Set(rules.flatMap(({ pairs }) => [...pairs].map(resourceOf)));
  resources.delete(anyResource);
  return resources;
}

const resourceOf = (pair: string): string => pair.slice(pair.indexOf(' ') + 1);

function known(state: Effective | undefined): JsonObject | undefined {
  return state === undefined || state.unknown.includes(everything) ? undefined : state.object;
}

/** Most requests are no concern of a rule that asks: the objects are compared when the first one does. */
function differenceOf(
  activity: Activity,
  before: JsonObject | undefined,
  after: JsonObject | undefined,
): Difference {
  if (before === undefined) return noDifference;
  let changes: readonly FieldChange[] | undefined;
  return {
    oldObject: before,
    get changes() {
      changes ??= changesOf(detailOf(activity, before), after && detailOf(activity, after));
      return changes;
    },
  };
}

function changesOf(
  before: WorkloadDetail | undefined,
  after: WorkloadDetail | undefined,
): readonly FieldChange[] {
  return before === undefined || after === undefined ? [] : diffWorkloads(before, after);
}

function detailOf(activity: Activity, object: JsonObject): WorkloadDetail | undefined {
  const reference = activity.type === 'audit' ? activity.request.object : undefined;
  const kind = reference && kindOfResource(reference.resource, reference.group);
  if (reference === undefined || kind === undefined) return undefined;
  const { group } = reference;
  return readWorkload({ kind, group, object, actor: nobody, reference, readText: parseText }).workload;
}

/** What rules see: the change with what was there before, and where the object comes from. */
export interface ComparedChange extends WorkloadChange {
  readonly changes: readonly FieldChange[];
  readonly lineage: LineageFacts;
}

export function compared(
  change: WorkloadChange,
  difference: Difference,
  lineage: LineageFacts,
): ComparedChange {
  return {
    ...change,
    oldObject: difference.oldObject,
    get changes() {
      return difference.changes;
    },
    lineage,
  };
}
