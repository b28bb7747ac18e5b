import { workloadKinds } from '../../workloads/kinds/kinds.ts';
import type { WorkloadKind } from '../../workloads/kinds/workload-kind.ts';
import type { Problem } from '../rules/problem.ts';
import type { Reporter } from '../rules/reporter.ts';
import { createReporter } from '../rules/reporter.ts';
import type { CelRule } from '../rules/rule-document.ts';
import { parseCel } from './cel-engine.ts';
import { checkExpression } from './check-expression.ts';
import type { Expression } from './expression.ts';
import { partsOf } from './expression.ts';
import { fieldsNamed, names } from './named-fields.ts';
import type { Known } from './partial-evaluation.ts';
import { mayHold } from './partial-evaluation.ts';
import type { Screen } from './screen/screen.ts';
import { screenOf } from './screen/screen.ts';

export interface CompiledRule {
  readonly rule: CelRule;
  readonly expression: Expression;
  /** Where it says no, the expression is false. */
  readonly screen: Screen;
  /** Fields of the context that it names. */
  readonly fields: ReadonlySet<string>;
  /** `verb resource` of the requests in which it may hold. */
  readonly pairs: ReadonlySet<string>;
  /** It looks at requests that changed nothing, too. */
  readonly anyOutcome: boolean;
  /** It looks at what controllers make from templates, too. */
  readonly derived: boolean;
  /** It names nothing but what is known without a body, or minds `change.visible` itself. */
  readonly withoutBody: boolean;
}

const longest = 16_384;
const writes = ['create', 'update', 'patch'] as const;
const deletes = ['delete', 'deletecollection'] as const;

/** In the place of a resource: those of kinds that are not in the registry. */
export const anyResource = '*';

/** What the headers of a request tell of a workload. Facts of its lineage say themselves where something is not known. */
const headerFields = new Set(
  ['group', 'kind', 'namespace', 'name', 'scheduled', 'persistent', 'everyNode', 'finite', 'kindKnown'].map(
    name => `workload.${name}`,
  ),
);

function isInHeader(field: string): boolean {
  return /^(?:change|actor|lineage)\b/.test(field) || headerFields.has(field);
}

/** Parses and checks the condition of an own rule; undefined if it has errors. */
export function compileRule(rule: CelRule): {
  readonly compiled?: CompiledRule;
  readonly problems: readonly Problem[];
} {
  const report = createReporter(rule);
  const expression = readExpression(rule.cel, report);
  if (expression === undefined || report.hasErrors()) return { problems: report.problems };
  const fields = fieldsNamed(expression);
  const compiled: CompiledRule = {
    rule,
    expression,
    screen: screenOf(expression),
    fields,
    pairs: pairsOf(expression, fields),
    anyOutcome: names(fields, 'change.outcome'),
    derived: names(fields, 'workload.derived') || names(fields, 'lineage'),
    withoutBody: names(fields, 'change.visible') || [...fields].every(isInHeader),
  };
  if (compiled.pairs.size === 0) {
    report.error('never-true', 'The expression is false for every verb and kind of workload', {
      path: ['cel'],
    });
  }
  return report.hasErrors() ? { problems: report.problems } : { compiled, problems: report.problems };
}

function readExpression(text: string, report: Reporter): Expression | undefined {
  const at = (offset: number) => ({ path: ['cel'], offset }) as const;
  if (text.length > longest) {
    report.error('too-large', `The expression is longer than ${longest} characters`, at(0));
    return undefined;
  }
  const parsed = parseCel(text);
  if (!parsed.ok) {
    report.error(
      'invalid-expression',
      `Not a CEL expression: ${parsed.error.message}`,
      at(parsed.error.offset),
    );
    return undefined;
  }
  for (const { severity, code, message, offset } of checkExpression(parsed.value)) {
    report[severity](code, message, at(offset));
  }
  return parsed.value;
}

/** Deletes concern a rule only if it says so. */
function pairsOf(expression: Expression, fields: ReadonlySet<string>): ReadonlySet<string> {
  const texts = textsIn(expression);
  const named = names(fields, 'change.verb') ? deletes.filter(verb => texts.has(verb)) : [];
  const pairs = new Set<string>();
  for (const verb of [...writes, ...named]) {
    for (const { resources, known } of alike(texts)) {
      if (!mayHold(expression, new Map([...known, ['change.verb', verb]]))) continue;
      for (const resource of resources) pairs.add(`${verb} ${resource}`);
    }
  }
  for (const verb of writes) {
    // An object whose kind is not in the registry may have any kind: one that the rule names, or another.
    const holds = ['', ...texts].some(kind => mayHold(expression, unknownKind(verb, kind)));
    if (holds) pairs.add(`${verb} ${anyResource}`);
  }
  return pairs;
}

interface Alike {
  readonly known: Known;
  readonly resources: readonly string[];
}

/** The kinds, those put together between which a rule with these texts cannot tell before it reads an event. */
function alike(texts: ReadonlySet<string>): readonly Alike[] {
  const groups = Map.groupBy(
    workloadKinds,
    kind => `${texts.has(kind.kind) ? kind.kind : ''} ${facts.get(kind)}`,
  );
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [{ known: knownOf(first), resources: [first, ...others].map(({ resource }) => resource) }],
  );
}

function knownOf(kind: WorkloadKind): Known {
  return new Map<string, string | boolean>([['workload.kind', kind.kind], ...factsOf(kind)]);
}

function factsOf(kind: WorkloadKind): readonly (readonly [string, boolean])[] {
  return [
    ['workload.kindKnown', true],
    ['workload.persistent', kind.persistent],
    ['workload.everyNode', kind.everyNode],
    ['workload.finite', kind.finite],
    ...(kind.sometimesScheduled === true ? [] : [['workload.scheduled', kind.scheduled] as const]),
  ];
}

const facts = new Map(workloadKinds.map(kind => [kind, JSON.stringify(factsOf(kind))]));

function unknownKind(verb: string, kind: string): Known {
  return new Map<string, string | boolean>([
    ['change.verb', verb],
    ['workload.kind', kind],
    ['workload.kindKnown', false],
  ]);
}

function textsIn(expression: Expression): ReadonlySet<string> {
  const texts = new Set<string>();
  for (const part of partsOf(expression))
    if (part.kind === 'constant' && typeof part.value === 'string') texts.add(part.value);
  return texts;
}
