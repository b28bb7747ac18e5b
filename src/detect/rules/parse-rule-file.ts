import type { JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, objectAt, stringAt } from '../../model/json.ts';
import { readMetadata, typeName } from './metadata.ts';
import type { Problem } from './problem.ts';
import type { Reporter } from './reporter.ts';
import { createReporter } from './reporter.ts';
import type { CollectedRule } from './rule-collection.ts';
import { collectRules } from './rule-collection.ts';
import type { RuleDocument, RuleFields } from './rule-document.ts';
import { suggestion } from './suggestion.ts';
import { parseYaml } from './yaml-documents.ts';
import { positionsIn } from './yaml-positions.ts';

export interface ParsedRuleFile {
  /** Those without errors. */
  readonly documents: readonly RuleDocument[];
  /** Also those with errors whose condition can be looked at: for finding all their problems at once, never for use. */
  readonly readable: readonly RuleDocument[];
  /** All there are, in order of their place. */
  readonly problems: readonly Problem[];
}

/** Parses a rule file. Never throws. */
export function parseRuleFile(text: string, path: string): ParsedRuleFile {
  const problems: Problem[] = [];
  const documents: RuleDocument[] = [];
  const readable: RuleDocument[] = [];
  const yamls = parseYaml(text, path, problems);
  for (const rule of collectRules(yamls, { file: path, problems })) {
    const report = createReporter({ file: path, ...positionsIn(rule.sources, rule.home) });
    const document = readRule(rule, path, report);
    problems.push(...report.problems);
    if (document === undefined) continue;
    readable.push(document);
    if (!report.hasErrors()) documents.push(document);
  }
  return {
    documents,
    readable,
    problems: problems.toSorted((a, b) => a.line - b.line || a.column - b.column),
  };
}

const commonKeys = [
  ...['title', 'id', 'name', 'related', 'taxonomy', 'status', 'description', 'license', 'references'],
  ...['author', 'date', 'modified', 'logsource', 'fields', 'falsepositives', 'level', 'tags', 'scope'],
  ...['evidence', 'blindspots', 'response', 'action'],
];
const bodies = ['detection', 'correlation', 'filter', 'cel'];
const keysOfType = { detection: [], correlation: ['generate'], filter: [], cel: [] } as const;

function readRule(rule: CollectedRule, file: string, report: Reporter): RuleDocument | undefined {
  const { body } = rule;
  const present = bodies.filter(key => fieldOf(body, key) !== undefined);
  const [kind] = present;
  if (kind === undefined)
    report.error('no-condition', 'A rule needs detection, cel, correlation or filter', { path: [] });
  if (present.length > 1)
    report.error('two-conditions', `A rule has only one of ${present.join(' and ')}`, {
      path: [present[1] ?? ''],
    });
  warnOfUnknownKeys(body, kind, report);
  const metadata = readMetadata(body, report);
  if (kind !== 'correlation' && kind !== undefined) checkLogSource(body, report);
  const fields: RuleFields = {
    file,
    index: rule.index,
    metadata,
    body,
    ...positionsIn(rule.sources, rule.home),
  };
  return kind === undefined ? undefined : typedDocument(kind, fields, report);
}

function warnOfUnknownKeys(body: JsonObject, kind: string | undefined, report: Reporter): void {
  const special = kind === 'correlation' ? keysOfType.correlation : [];
  const known = new Set<string>([...commonKeys, ...bodies, ...special]);
  for (const key of Object.keys(body)) {
    if (known.has(key)) continue;
    report.warning('unknown-key', `Rules have no key "${key.slice(0, 80)}"${suggestion(key, known)}`, {
      path: [key],
    });
  }
}

function checkLogSource(body: JsonObject, report: Reporter): void {
  const logsource = objectAt(body, 'logsource');
  if (fieldOf(body, 'logsource') === undefined || fieldOf(body, 'logsource') === null)
    report.error('missing-logsource', 'A rule must have a logsource', { path: [] });
  else if (
    logsource !== undefined &&
    !['category', 'product', 'service'].some(key => stringAt(logsource, key))
  )
    report.error('empty-logsource', 'logsource needs a category, a product or a service', {
      path: ['logsource'],
    });
}

function typedDocument(kind: string, fields: RuleFields, report: Reporter): RuleDocument | undefined {
  const value = fieldOf(fields.body, kind);
  if (kind === 'cel' && typeof value === 'string' && value.trim() !== '')
    return { type: 'cel', cel: value, ...fields };
  if (kind === 'detection' && isObject(value)) return { type: 'sigma', detection: value, ...fields };
  if (kind === 'correlation' && isObject(value))
    return { type: 'sigma-correlation', correlation: value, ...fields };
  if (kind === 'filter' && isObject(value)) return { type: 'sigma-filter', filter: value, ...fields };
  const wanted = kind === 'cel' ? 'an expression' : 'a map';
  report.error('wrong-type', `${kind} must be ${wanted}, not ${typeName(value)}`, {
    path: [kind],
    at: 'value',
  });
  return undefined;
}
