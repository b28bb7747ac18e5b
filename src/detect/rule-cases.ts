import type { Activity } from '../model/activity.ts';
import type { JsonObject } from '../model/json.ts';
import type { Detector } from '../model/seams.ts';
import type { Signal } from '../model/signal.ts';
import { eventActivity, objectEvent, recordActivities } from './cases/case-activity.ts';
import type { RuleCase } from './cases/case-file.ts';
import { parseCaseFile } from './cases/case-file.ts';
import { parseRuleFile } from './rules/parse-rule-file.ts';
import type { Problem } from './rules/problem.ts';
import type { RuleDocument } from './rules/rule-document.ts';

/** Makes fresh detectors of rules; each case gets its own, so that none remembers another. */
export type RuleEngine = (documents: readonly RuleDocument[]) => {
  readonly detectors: readonly Detector[];
  readonly problems: readonly Problem[];
  /** Rules that could not be evaluated on what they have been given. */
  readonly failures?: () => readonly string[];
};

export interface CaseResult {
  readonly name: string;
  readonly expected: 'fire' | 'silent';
  /** How the case was given to the rule: as a file under review, as the audited request, or as its own events. */
  readonly form: 'manifest' | 'audit' | 'events' | 'records' | 'none';
  readonly passed: boolean;
  /** Why not. */
  readonly problem?: string;
  readonly reasons: readonly string[];
  /** Of the case, in the cases' file. */
  readonly line: number;
}

/** Runs the cases of a rule. A rule or a case that cannot be read is a case that fails. */
export function runCases(ruleText: string, casesText: string, engine: RuleEngine): readonly CaseResult[] {
  const { documents, problems } = parseRuleFile(ruleText, 'rule.yml');
  const errors = [...problems, ...engine(documents).problems].filter(({ severity }) => severity === 'error');
  const file = parseCaseFile(casesText);
  const unusable = [
    ...errors.map(({ line, column, message }) => unread(`rule.yml:${line}:${column}: ${message}`, 0)),
    ...file.problems.map(({ line, message }) => unread(`cases.yml:${line}: ${message}`, line)),
  ];
  if (errors.length > 0) return unusable;
  const forReview = documents.some(document => document.type === 'cel');
  return [...unusable, ...file.cases.flatMap(each => runCase(each, { documents, engine, forReview }))];
}

function unread(problem: string, line: number): CaseResult {
  return { name: 'can be read', expected: 'fire', form: 'none', passed: false, problem, reasons: [], line };
}

interface Run {
  readonly documents: readonly RuleDocument[];
  readonly engine: RuleEngine;
  /** The rules judge files, too. */
  readonly forReview: boolean;
}

/** An object is given as a file and as the request that creates it, unless the case says whose request it is. */
function runCase(each: RuleCase, run: Run): readonly CaseResult[] {
  if (each.events !== undefined) return [judge(each, 'events', run, each.events.map(eventActivity))];
  if (each.records !== undefined) return [judge(each, 'records', run, recordActivities(each.records))];
  const { object, as } = each;
  if (object === undefined) return [];
  const audited = judge(each, 'audit', run, [eventActivity(objectEvent(object, as ?? {}), 0)]);
  return as === undefined && run.forReview
    ? [judge(each, 'manifest', run, [manifestOf(object)]), audited]
    : [audited];
}

function manifestOf(object: JsonObject): Activity {
  const origin = { source: 'case', file: 'cases.yml', line: 1 };
  return { type: 'manifest', cluster: 'case', format: 'manifest', origin, object };
}

function judge(
  each: RuleCase,
  form: CaseResult['form'],
  { documents, engine }: Run,
  activities: readonly Activity[],
): CaseResult {
  const { detectors, failures } = engine(documents);
  const signals: Signal[] = [];
  for (const activity of activities)
    signals.push(...detectors.flatMap(detector => detector.inspect(activity)));
  signals.push(...detectors.flatMap(detector => detector.finish?.() ?? []));
  const reasons = signals.flatMap(signal => signal.reasons);
  const problem = problemOf(each, reasons, { fired: signals.length > 0, failures: failures?.() ?? [] });
  const { name, expected, line } = each;
  const result = { name, expected, form, passed: problem === undefined, reasons, line };
  return problem === undefined ? result : { ...result, problem };
}

function problemOf(
  { expected, reason }: RuleCase,
  reasons: readonly string[],
  { fired, failures }: { readonly fired: boolean; readonly failures: readonly string[] },
): string | undefined {
  const [failure] = failures;
  if (failure !== undefined) return `could not be evaluated: ${failure}`;
  if (expected === 'silent') return fired ? `fired: ${reasons.join('; ')}` : undefined;
  if (!fired) return 'did not fire';
  if (reason === undefined || reasons.some(each => each.includes(reason))) return undefined;
  return `no reason says "${reason}": ${reasons.join('; ')}`;
}
