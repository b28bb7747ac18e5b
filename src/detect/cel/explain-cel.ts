import type { LineageFacts } from '../../lineage/facts/lineage-facts.ts';
import { noFacts } from '../../lineage/facts/lineage-facts.ts';
import type { Activity } from '../../model/activity.ts';
import { parseText } from '../../workloads/pods/parse-text.ts';
import { readWorkloadChange } from '../../workloads/read-workload-change.ts';
import type { WorkloadChange } from '../../workloads/workload-change.ts';
import type { Explanation } from '../explanation.ts';
import type { CelRule } from '../rules/rule-document.ts';
import { renewBudget } from './budget.ts';
import { sourceOf } from './cel-engine.ts';
import type { CompiledRule } from './compile-rule.ts';
import { compileRule } from './compile-rule.ts';
import { scopeOf } from './context.ts';
import type { Difference } from './differences.ts';
import { compared, noDifference } from './differences.ts';
import type { Expression, Macro } from './expression.ts';
import { operandsOf } from './expression.ts';
import type { State } from './facts.ts';
import { enter, itemsIn } from './facts.ts';
import { phraseOf } from './phrases.ts';
import { titleOf } from './places.ts';
import { excerpt } from './quotes.ts';

const limits = { items: 20, depth: 12 } as const;

const named = new Set([
  'object',
  'oldObject',
  'changes',
  'lineage',
  ...Object.keys(noFacts).map(field => `lineage.${field}`),
]);

/** What the rest of the log told before an activity. */
export interface Before {
  readonly difference: Difference;
  readonly lineage: LineageFacts;
}

/** One activity alone: what was there before it is not known, nor where its object comes from. */
const nothing: Before = { difference: noDifference, lineage: noFacts };

/** How an own rule judges an activity, condition by condition. */
export function explainCel(rule: CelRule, activity: Activity, before: Before = nothing): Explanation {
  const label = rule.metadata.title;
  const { compiled, problems } = compileRule(rule);
  if (compiled === undefined) return failed(label, problems[0]?.message ?? 'the rule has errors');
  const change = readWorkloadChange(activity, parseText);
  if (change === undefined) return stopped(label, 'the activity is no write to a workload');
  const reason = exclusion(compiled, change);
  if (reason !== undefined) return stopped(label, reason);
  const scope = scopeOf(compared(change, before.difference, before.lineage), named);
  return { ...explain(compiled.expression, { scope, places: new Map() }, 0), label };
}

/** Why the rule is not even asked. The memory of earlier activities is not considered. */
function exclusion(
  { anyOutcome, withoutBody }: CompiledRule,
  { change }: WorkloadChange,
): string | undefined {
  if (!anyOutcome && change.outcome !== 'allowed' && change.outcome !== 'proposed') {
    return `the request was ${change.outcome}: it changed nothing, and the rule does not name change.outcome`;
  }
  return change.visible || withoutBody ? undefined : 'the log holds no body of the request';
}

function stopped(label: string, detail: string): Explanation {
  return { label, outcome: 'not-evaluated', detail, children: [] };
}

function failed(label: string, detail: string): Explanation {
  return { label, outcome: 'error', detail, children: [] };
}

function explain(expression: Expression, state: State, depth: number): Explanation {
  renewBudget();
  const result = expression.evaluate(state.scope);
  const label = labelOf(expression);
  if (!result.ok) return { ...failed(label, result.error), children: childrenOf(expression, state, depth) };
  const outcome = result.value === true;
  const children = childrenOf(expression, state, depth);
  const [fact] = children.length > 0 ? [] : phraseOf(outcome, expression, state);
  return { label, outcome, ...(fact !== undefined && { detail: fact.says }), children };
}

function labelOf(expression: Expression): string {
  if (expression.kind === 'call' && expression.name === '_&&_') return 'all of';
  if (expression.kind === 'call' && expression.name === '_||_') return 'one of';
  if (expression.kind === 'call' && expression.name === '!_') return 'not';
  return expression.kind === 'macro'
    ? `${expression.name} ${expression.variable} in ${excerpt(sourceOf(expression.range), 0)}`
    : excerpt(sourceOf(expression), 0);
}

function childrenOf(expression: Expression, state: State, depth: number): readonly Explanation[] {
  if (depth >= limits.depth) return [];
  if (expression.kind === 'macro') return explainItems(expression, state, depth);
  if (expression.kind !== 'call') return [];
  const { name } = expression;
  if (name === '_&&_' || name === '_||_') {
    return operandsOf(expression, name).map(operand => explain(operand, state, depth + 1));
  }
  return name === '!_' || name === '_?_:_' ? expression.args.map(arg => explain(arg, state, depth + 1)) : [];
}

/** One child for each item, up to a limit. */
function explainItems(macro: Macro, state: State, depth: number): readonly Explanation[] {
  const [body] = macro.body;
  if (body === undefined || macro.name === 'map' || macro.name === 'filter') return [];
  return itemsIn(macro.range, state)
    .slice(0, limits.items)
    .map((item, index) => {
      const inner = enter({ macro, item, index, state });
      const title = titleOf(inner.places.get(macro.variable)) || `${macro.variable} number ${index + 1}`;
      const inside = explain(body, inner, depth + 1);
      const isSimple = inside.children.length === 0;
      return { ...inside, label: title, children: isSimple ? [] : inside.children };
    });
}
