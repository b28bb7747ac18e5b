import type { LineageFacts } from '../../lineage/facts/lineage-facts.ts';
import { once } from '../../lineage/once.ts';
import type { Activity } from '../../model/activity.ts';
import type { Interest } from '../../model/interest.ts';
import type { Detector } from '../../model/seams.ts';
import type { Signal } from '../../model/signal.ts';
import type { EffectiveObjects } from '../../workloads/effective/effective-objects.ts';
import { createEffectiveObjects } from '../../workloads/effective/effective-objects.ts';
import { resourceMayHoldPods } from '../../workloads/kinds/without-pods.ts';
import { parseText } from '../../workloads/pods/parse-text.ts';
import { readWorkloadChange } from '../../workloads/read-workload-change.ts';
import type { WorkloadChange } from '../../workloads/workload-change.ts';
import { resourceOfKind } from '../../workloads/workload-reference.ts';
import { renewBudget } from './budget.ts';
import { createCelMemory, limits } from './cel-memory.ts';
import { signalOf } from './cel-signal.ts';
import type { CompiledRule } from './compile-rule.ts';
import { anyResource } from './compile-rule.ts';
import { scopeOf } from './context.ts';
import type { ComparedChange, Differences } from './differences.ts';
import { compared, createDifferences } from './differences.ts';
import type { Scope } from './expression.ts';
import { keyOf } from './lineage-memory.ts';
import { names } from './named-fields.ts';

export interface CelDetector extends Detector {
  /** Writes whose body was not in the log, so that only rules about headers could look at them, by resource. */
  hidden(): ReadonlyMap<string, number>;
  /** Rules that could not be evaluated on some activity: counted, with the first message. */
  failures(): readonly RuleFailure[];
}

export interface RuleFailure {
  readonly rule: string;
  readonly title: string;
  readonly count: number;
  readonly message: string;
}

interface Failure {
  readonly count: number;
  readonly message: string;
}

/** Tells where objects come from; it has been given every activity before the detector is. */
export type AskFacts = (activity: Activity) => LineageFacts;

export interface CelDetectorOptions {
  readonly factsOf: AskFacts;
  /** Shared with other detectors; else it follows the objects itself. */
  readonly objects?: EffectiveObjects | undefined;
  /** What it remembers will be kept across restarts. */
  readonly durable?: boolean | undefined;
}

export function createCelDetector(
  rules: readonly CompiledRule[],
  { factsOf, durable = false, objects }: CelDetectorOptions,
): CelDetector {
  const { lineage, findings, restore, takeChanges } = createCelMemory(durable);
  const hidden = new Map<string, number>();
  const failures = new Map<CompiledRule, Failure>();
  const byPair = indexByPair(rules);
  const variables = variablesByPair(byPair);
  const differences = createDifferences(
    rules,
    objects ?? createEffectiveObjects({ limit: limits.workloads }),
  );

  const evaluate = (rule: CompiledRule, scope: Scope): boolean => {
    renewBudget();
    const result = rule.expression.evaluate(scope);
    if (result.ok && typeof result.value === 'boolean') return result.value;
    const failure = failures.get(rule) ?? {
      count: 0,
      message: result.ok ? 'gives no truth value' : result.error,
    };
    failures.set(rule, { ...failure, count: failure.count + 1 });
    return false;
  };

  const inspectChange = (activity: Activity, change: ComparedChange): readonly Signal[] => {
    const place = placeOf(activity, change);
    const scope = once(() => scopeOf(change, variables.get(pairOf(change)) ?? none));
    const signals: Signal[] = [];
    for (const rule of byPair.get(pairOf(change)) ?? []) {
      if (!appliesTo(rule, change, place.inspected) || !rule.screen(change)) continue;
      if (!evaluate(rule, scope())) continue;
      const { key, copied } = place;
      const isNews = findings.isNews({
        rule: rule.rule.metadata.id,
        key,
        copied,
        change,
        fields: rule.fields,
      });
      // A change of what was there is news in any case, and so is what only the rest of the log makes suspect.
      if (!isNews && !names(rule.fields, 'changes') && !names(rule.fields, 'lineage')) continue;
      signals.push(signalOf({ rule, activity, change, scope: scope() }));
    }
    note(activity.cluster, change, place.key);
    return signals;
  };

  const placeOf = ({ cluster }: Activity, change: WorkloadChange): Place => {
    const { derived, operated } = change.workload;
    if (!derived && !operated) return { key: keyOf(cluster, change), inspected: false };
    const { root, inspected } = lineage.ownerOf(cluster, change);
    if (derived) return { key: root, inspected };
    // What another's controller made is inspected in any case; where its owner was, too, the same finding is no news.
    return { key: inspected ? root : keyOf(cluster, change), inspected: false, copied: inspected };
  };

  const note = (cluster: string, change: WorkloadChange, key: string): void => {
    if (change.change.outcome !== 'allowed' && change.change.outcome !== 'proposed') return;
    if (change.change.complete) lineage.note(cluster, change, key);
    else lineage.forget(cluster, change);
  };

  return {
    name: 'cel',
    interest: interestOf(rules, differences),
    inspect(activity, _, remembered = () => activity) {
      const difference = differences.take(activity, remembered);
      if (!concerns(activity, byPair)) return [];
      const change = readWorkloadChange(activity, parseText);
      if (change === undefined) return [];
      if (!change.change.visible && isTemplateWrite(change)) count(hidden, resourceOf(change));
      return inspectChange(activity, compared(change, difference, factsOf(activity)));
    },
    restore,
    takeChanges,
    remembers: differences.remembers,
    replay: activity => void differences.take(activity, () => activity),
    hidden: () => hidden,
    blind: () => [...hiddenSentences(hidden), ...failureSentences(failures), ...differences.blind()],
    failures: () =>
      [...failures].map(([{ rule }, { count, message }]) => ({
        rule: rule.metadata.id,
        title: rule.metadata.title,
        count,
        message,
      })),
  };
}

interface Place {
  /** Under which its findings are remembered. */
  readonly key: string;
  /** Its owner was, by the same rules, and a built-in controller made it. */
  readonly inspected: boolean;
  /** Its owner was, and perhaps the owner's controller made it. */
  readonly copied?: boolean;
}

function* hiddenSentences(hidden: ReadonlyMap<string, number>): Generator<string> {
  for (const [resource, number] of hidden) {
    yield `${number} ${number === 1 ? 'write' : 'writes'} to ${resource} had no body in the log, so that own rules saw only who and where: log ${resource} at Request or RequestResponse`;
  }
}

function* failureSentences(failures: ReadonlyMap<CompiledRule, Failure>): Generator<string> {
  for (const [{ rule }, failure] of failures) {
    yield `the rule "${rule.metadata.title}" could not be evaluated ${failure.count === 1 ? 'once' : `${failure.count} times`}: ${failure.message}`;
  }
}

function resourceOf({ workload }: WorkloadChange): string {
  return workload.kindKnown ? resourceOfKind(workload.kind) : anyResource;
}

function pairOf(change: WorkloadChange): string {
  return `${change.change.verb} ${resourceOf(change)}`;
}

function indexByPair(rules: readonly CompiledRule[]): ReadonlyMap<string, readonly CompiledRule[]> {
  const index = new Map<string, CompiledRule[]>();
  for (const rule of rules) {
    for (const pair of rule.pairs) index.set(pair, [...(index.get(pair) ?? []), rule]);
  }
  return index;
}

const none: ReadonlySet<string> = new Set();

/** The variables that rules name which are asked about a pair. */
function variablesByPair(
  index: ReadonlyMap<string, readonly CompiledRule[]>,
): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    [...index].map(([pair, rules]) => [
      pair,
      new Set(rules.flatMap(({ fields }) => [...fields].flatMap(variablesOf))),
    ]),
  );
}

/** `lineage` and `lineage.owner` of `lineage.owner.state`. */
function variablesOf(field: string): readonly string[] {
  const [variable = '', part = ''] = field.split(/[.[]/);
  return variable === 'lineage' ? [variable, `${variable}.${part}`] : [variable];
}

function interestOf(rules: readonly CompiledRule[], differences: Differences): Interest {
  const pairs = new Set(rules.flatMap(rule => [...rule.pairs]));
  return {
    pair: (verb, resource) => mayConcern(pairs, verb, resource) || differences.concerns(verb, resource),
    codes: new Set(),
    reference: ({ subresource }) => subresource !== 'status',
  };
}

/** Resources of kinds that are not in the registry may hold pods, but for those that certainly do not. */
function mayConcern(pairs: Pairs, verb: string, resource: string): boolean {
  if (pairs.has(`${verb} ${resource}`)) return true;
  return pairs.has(`${verb} ${anyResource}`) && resourceMayHoldPods(resource);
}

interface Pairs {
  has(pair: string): boolean;
}

/** A look at the header before any body is parsed. */
function concerns(activity: Activity, pairs: Pairs): boolean {
  if (activity.type === 'manifest' || activity.type === 'file') return true;
  if (activity.type !== 'audit') return false;
  const { object, verb } = activity.request;
  return object !== undefined && object.subresource !== 'status' && mayConcern(pairs, verb, object.resource);
}

function appliesTo(
  rule: CompiledRule,
  { change, workload }: WorkloadChange,
  ownerInspected: boolean,
): boolean {
  if (!rule.anyOutcome && change.outcome !== 'allowed' && change.outcome !== 'proposed') return false;
  if (!change.visible && !rule.withoutBody) return false;
  return rule.derived || !workload.derived || !ownerInspected;
}

/** Controllers' writes do not count: what they make was written by somebody before. */
function isTemplateWrite({ change, actor }: WorkloadChange): boolean {
  const isWrite = change.verb === 'create' || change.verb === 'update' || change.verb === 'patch';
  return isWrite && change.outcome === 'allowed' && actor.effectiveType !== 'controller';
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
