import type { Problem } from '../../rules/problem.ts';
import { createReporter } from '../../rules/reporter.ts';
import type { CorrelationRule, RuleDocument, SigmaRule } from '../../rules/rule-document.ts';
import { suggestion } from '../../rules/suggestion.ts';
import type { Correlation, ParsedCorrelation, Reference, Slot } from './correlation.ts';
import { parseCorrelation } from './parse-correlation.ts';

export interface ResolvedCorrelations {
  /** Each after those that it refers to. */
  readonly correlations: readonly Correlation[];
  readonly problems: readonly Problem[];
  /** Rules that do not fire on their own: correlations refer to them, none of which has `generate: true`. */
  readonly silent: ReadonlySet<RuleDocument>;
}

/** Parses the correlations among the documents and looks up the rules that they refer to. */
export function resolveCorrelations(documents: readonly RuleDocument[]): ResolvedCorrelations {
  const problems: Problem[] = [];
  const parsed = new Map<RuleDocument, ParsedCorrelation>();
  const lookup = createLookup(documents);
  const sources = new Map<RuleDocument, readonly (SigmaRule | CorrelationRule)[]>();
  for (const rule of documents) {
    if (rule.type !== 'sigma-correlation') continue;
    const report = createReporter(rule);
    const correlation = parseCorrelation(rule, report);
    if (correlation !== undefined) {
      sources.set(rule, lookUpAll(correlation.references, lookup, report));
      if (!report.hasErrors()) parsed.set(rule, correlation);
    }
    problems.push(...report.problems);
  }
  const order = inOrder(parsed, sources, problems);
  const correlations = order.map(correlation => withSlots(correlation, sources.get(correlation.rule) ?? []));
  return { correlations, problems, silent: silentRules(correlations) };
}

type Lookup = ReadonlyMap<string, readonly RuleDocument[]>;

/** By name and by id; ids are UUIDs, whose letters have no case. */
function createLookup(documents: readonly RuleDocument[]): Lookup {
  const lookup = new Map<string, RuleDocument[]>();
  for (const document of documents) {
    const { name = '', id } = document.metadata;
    for (const key of new Set([name, id.toLowerCase()])) {
      if (key !== '') lookup.set(key, [...(lookup.get(key) ?? []), document]);
    }
  }
  return lookup;
}

type Reporter = ReturnType<typeof createReporter>;

function lookUpAll(references: readonly Reference[], lookup: Lookup, report: Reporter) {
  const found: (SigmaRule | CorrelationRule)[] = [];
  for (const reference of references) {
    const rule = lookUp(reference, lookup, report);
    if (rule !== undefined && found.includes(rule))
      report.error('duplicate-reference', `"${reference.text}" is listed twice, by name and by id`, {
        path: reference.path,
        at: 'value',
      });
    if (rule !== undefined) found.push(rule);
  }
  return found;
}

function lookUp({ text, path }: Reference, lookup: Lookup, report: Reporter) {
  const [rule, other] = lookup.get(text) ?? lookup.get(text.toLowerCase()) ?? [];
  const place = { path, at: 'value' } as const;
  if (rule === undefined) {
    const message = `There is no rule with the name or id "${text.slice(0, 80)}"${suggestion(text, lookup.keys())}`;
    report.error('unknown-rule', message, place);
  } else if (other !== undefined) {
    report.error('ambiguous-rule', `"${text}" is the name or id of more than one rule`, place);
  } else if (rule.type === 'sigma' || rule.type === 'sigma-correlation') return rule;
  else report.error('wrong-reference', `"${text}" is no Sigma rule and no correlation`, place);
  return undefined;
}

/** Depth first; a correlation on a cycle, or above one with errors, is reported and left out. */
function inOrder(
  parsed: ReadonlyMap<RuleDocument, ParsedCorrelation>,
  sources: ReadonlyMap<RuleDocument, readonly RuleDocument[]>,
  problems: Problem[],
): readonly ParsedCorrelation[] {
  const order: ParsedCorrelation[] = [];
  const states = new Map<RuleDocument, 'open' | 'good' | 'bad'>();
  const isGood = (rule: RuleDocument): boolean => {
    if (rule.type !== 'sigma-correlation') return true;
    if (!states.has(rule)) states.set(rule, visit(rule) ? 'good' : 'bad');
    return states.get(rule) === 'good';
  };
  const visit = (rule: RuleDocument): boolean => {
    const correlation = parsed.get(rule);
    if (correlation === undefined) return false;
    states.set(rule, 'open');
    const broken = sources.get(rule)?.find(source => !isGood(source));
    if (broken === undefined) order.push(correlation);
    else problems.push(brokenReference(rule, broken, states));
    return broken === undefined;
  };
  parsed.keys().forEach(isGood);
  return order;
}

function brokenReference(
  rule: RuleDocument,
  broken: RuleDocument,
  states: ReadonlyMap<RuleDocument, string>,
): Problem {
  const cycle = states.get(broken) === 'open';
  const title = broken.metadata.title.slice(0, 80);
  return {
    file: rule.file,
    ...rule.position(['correlation', 'rules']),
    severity: 'error',
    code: cycle ? 'correlation-cycle' : 'broken-reference',
    message: cycle
      ? `"${title}" refers back to this correlation`
      : `It refers to "${title}", which has errors`,
  };
}

function withSlots(
  correlation: ParsedCorrelation,
  sources: readonly (SigmaRule | CorrelationRule)[],
): Correlation {
  const slots = correlation.references.map((reference, index): Slot | undefined => {
    const source = sources[index];
    if (source === undefined) return undefined;
    const field = (name: string) => aliased(correlation, name, reference, source);
    const [groupFields, valueFields] = [correlation.groupBy.map(field), correlation.fields.map(field)];
    return { source, groupFields, valueFields };
  });
  return { ...correlation, slots: slots.filter(slot => slot !== undefined) };
}

/** An alias names rules by name (the specification) or as they are referred to (pySigma). */
function aliased(
  { aliases }: ParsedCorrelation,
  name: string,
  reference: Reference,
  source: RuleDocument,
): string {
  const mapping = aliases.get(name);
  const { name: ruleName = '', id } = source.metadata;
  return mapping?.get(reference.text) ?? mapping?.get(ruleName) ?? mapping?.get(id) ?? name;
}

function silentRules(correlations: readonly Correlation[]): ReadonlySet<RuleDocument> {
  const sourcesOf = (generate: boolean) =>
    correlations
      .filter(each => each.generate === generate)
      .flatMap(({ slots }) => slots.map(slot => slot.source));
  const generating = new Set<RuleDocument>(sourcesOf(true));
  return new Set(sourcesOf(false).filter(source => !generating.has(source)));
}
