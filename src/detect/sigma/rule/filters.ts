import { fieldOf, stringsAt } from '../../../model/json.ts';
import type { Problem } from '../../rules/problem.ts';
import { createReporter } from '../../rules/reporter.ts';
import type { FilterRule, LogSource, RuleDocument, SigmaRule } from '../../rules/rule-document.ts';
import type { SigmaOptions } from '../options.ts';
import { placeholdersFor } from '../options.ts';
import { applyPipelines } from '../pipeline/apply-pipelines.ts';
import type { Condition, ParsedDetection } from './detection.ts';
import { parseDetection } from './parse-detection.ts';

export interface ParsedFilter {
  readonly document: FilterRule;
  /** Ids and names; `any` is every rule of the log source. */
  readonly rules: readonly string[] | 'any';
  readonly detection: ParsedDetection;
}

/** Parses the filters among the documents; those with errors are left out. */
export function parseFilters(
  documents: readonly RuleDocument[],
  options: SigmaOptions,
  problems: Problem[],
): readonly ParsedFilter[] {
  const filters: ParsedFilter[] = [];
  for (const document of documents) {
    if (document.type !== 'sigma-filter') continue;
    const report = createReporter(document);
    const placeholders = placeholdersFor(options);
    const reserved = ['rules'];
    const written = parseDetection(document.filter, { path: ['filter'], report, placeholders, reserved });
    const rules = readRules(document);
    if (rules === undefined)
      report.error('filter-rules', 'A filter needs rules: any, or the ids or names of rules', {
        path: ['filter', 'rules'],
      });
    warnOfInclusion(document, written, report);
    const { detection } = applyPipelines(written, { document, pipelines: options.pipelines, report });
    problems.push(...report.problems);
    if (rules !== undefined && !report.hasErrors()) filters.push({ document, rules, detection });
  }
  return filters;
}

function readRules({ filter }: FilterRule): ParsedFilter['rules'] | undefined {
  const given = fieldOf(filter, 'rules');
  if (typeof given === 'string') return given.toLowerCase() === 'any' ? 'any' : [given];
  if (!Array.isArray(given)) return undefined;
  return given.length === 0 ? 'any' : stringsAt(filter, 'rules');
}

/** pySigma joins the filter's condition with `and`: without a `not` it keeps what it describes and drops the rest. */
function warnOfInclusion(
  document: FilterRule,
  { conditions }: ParsedDetection,
  report: ReturnType<typeof createReporter>,
) {
  const positive = conditions.some(condition => condition.type === 'selection' || condition.type === 'of');
  if (positive && document.filter['condition'] !== undefined)
    report.warning(
      'filter-includes',
      'This filter keeps only what it matches; to leave that out, negate it with not',
      {
        path: ['filter', 'condition'],
        at: 'value',
      },
    );
}

/** The rule's conditions, each `and` the condition of every filter that names the rule or all of its log source. */
export function applyFilters(
  detection: ParsedDetection,
  { rule, filters }: { readonly rule: SigmaRule; readonly filters: readonly ParsedFilter[] },
): ParsedDetection {
  const applied = filters.filter(filter => appliesTo(filter, rule));
  if (applied.length === 0) return detection;
  const selections = new Map(detection.selections);
  const added: Condition[] = [];
  for (const [number, filter] of applied.entries()) {
    const rename = (name: string): string => `_filter_${number}_${name}`;
    for (const [name, selection] of filter.detection.selections) selections.set(rename(name), selection);
    added.push(...filter.detection.conditions.slice(0, 1).map(condition => renamed(condition, rename)));
  }
  const conditions = detection.conditions.map(
    (condition): Condition => ({ type: 'and', parts: [condition, ...added] }),
  );
  return { selections, conditions };
}

function appliesTo({ rules, document }: ParsedFilter, { metadata }: SigmaRule): boolean {
  if (!contains(document.metadata.logsource, metadata.logsource)) return false;
  return rules === 'any' || rules.some(name => name === metadata.id || name === metadata.name);
}

/** Each part that the filter names is the rule's too. */
function contains(outer: LogSource, inner: LogSource): boolean {
  const same = (part: keyof LogSource) => outer[part] === '' || outer[part] === inner[part];
  return same('category') && same('product') && same('service');
}

function renamed(condition: Condition, rename: (name: string) => string): Condition {
  switch (condition.type) {
    case 'selection':
      return { type: 'selection', name: rename(condition.name) };
    case 'not':
      return { type: 'not', part: renamed(condition.part, rename) };
    case 'of':
      return { ...condition, pattern: rename(condition.pattern), names: condition.names.map(rename) };
    default:
      return { ...condition, parts: condition.parts.map(part => renamed(part, rename)) };
  }
}
