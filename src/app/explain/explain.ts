import { differenceIn } from '../../detect/cel/differences.ts';
import type { Before } from '../../detect/cel/explain-cel.ts';
import type { Explanation } from '../../detect/explanation.ts';
import type { RuleDocument } from '../../detect/rules/rule-document.ts';
import { createCollector } from '../../findings/collector.ts';
import { noFacts } from '../../lineage/facts/lineage-facts.ts';
import type { Activity } from '../../model/activity.ts';
import type { Finding } from '../../model/finding.ts';
import type { Result } from '../../model/result.ts';
import { fail, succeed } from '../../model/result.ts';
import type { Score } from '../../model/score.ts';
import type { Signal } from '../../model/signal.ts';
import { compileDetectors } from '../detectors.ts';
import { readInputs } from '../read-inputs.ts';
import { isRule } from '../rules/find-rule.ts';
import type { HeaderLine } from './event-header.ts';
import { headerOf } from './event-header.ts';
import type { Explainer } from './explainer.ts';
import { loadExplainer } from './explainer.ts';
import type { LastScan } from './last-scan.ts';

export interface Explained {
  /** The anomaly score has a title, and no file but its guide. */
  readonly rule: Pick<RuleDocument, 'file'> & {
    readonly metadata: { readonly id: string; readonly title: string };
  };
  readonly explanation: Explanation;
  /** Absent where the rule did not fire, or was not asked by a scan. */
  readonly finding?: Finding;
  readonly file: string;
  readonly line: number;
  /** Who did what, without any body. */
  readonly header: readonly HeaderLine[];
}

const noActivity: readonly HeaderLine[] = [];

/**
 * Reads the input of a scan again and explains the finding with this id, or with the only id that begins so. An error is a sentence for the
 * user.
 */
export async function explainFinding(id: string, scan: LastScan): Promise<Result<Explained, string>> {
  const compiled = await compile(scan);
  if (!compiled.ok) return compiled;
  const { detectors, documents, explain, beforeOf } = compiled.value;
  const collector = createCollector({ now: new Date(0).toISOString() });
  const found = new Map<string, Explained>();
  const take = (signal: Signal, inspected?: Activity): void => {
    const finding = collector.take(signal, inspected);
    if (finding?.id.startsWith(id) !== true) return;
    const rule = documents.find(({ metadata }) => metadata.id === finding.detector.id);
    const activity = signal.activity ?? inspected;
    if (rule !== undefined) found.set(finding.id, explained({ rule, finding, explain, beforeOf }, activity));
    else if (finding.score !== undefined)
      found.set(finding.id, explainedScore(finding, finding.score, activity));
    else if (finding.detector.type === 'node') found.set(finding.id, explainedJoin(finding, activity));
  };
  const isWhole = id.length === 16;
  await eachActivity(scan, activity => {
    let said: readonly Signal[] = [];
    for (const detector of detectors) {
      const signals = detector.inspect(activity, said);
      said = [...said, ...signals];
      for (const signal of signals) take(signal, activity);
    }
    return isWhole && found.size > 0;
  });
  if (found.size === 0)
    for (const detector of detectors) for (const signal of detector.finish?.() ?? []) take(signal);
  return onlyOne(id, found, scan);
}

function onlyOne(
  id: string,
  found: ReadonlyMap<string, Explained>,
  { paths }: LastScan,
): Result<Explained, string> {
  const [first] = found.values();
  if (first === undefined) return fail(`these rules make no finding ${id} of ${paths.join(', ')}`);
  if (found.size === 1) return succeed(first);
  return fail(`${id} begins the ids of ${found.size} findings: ${[...found.keys()].slice(0, 5).join(', ')}`);
}

/** Which event: by its audit id, its line, or both. */
export interface Wanted {
  readonly auditId?: string;
  readonly line?: number;
}

/** Explains what a rule (by id, title or name) makes of the events that were chosen, which it need not have matched. */
export async function explainRule(
  wantedRule: string,
  wanted: Wanted,
  scan: LastScan,
): Promise<Result<readonly Explained[], string>> {
  const compiled = await compile(scan);
  if (!compiled.ok) return compiled;
  const { lineage, documents, explain, beforeOf } = compiled.value;
  const rule = documents.find(document => isRule(document, wantedRule));
  if (rule === undefined) return fail(`no rule has this id or title: ${wantedRule}`);
  const all: Explained[] = [];
  await eachActivity(scan, activity => {
    lineage?.take(activity);
    const known = beforeOf(activity);
    if (isWanted(activity, wanted)) all.push(explained({ rule, explain, beforeOf: () => known }, activity));
    return all.length >= mostEvents;
  });
  return all.length === 0 ? fail(`no such event in ${scan.paths.join(', ')}`) : succeed(all);
}

/** A request is logged at up to three stages; a folder may hold several files with such a line. */
const mostEvents = 20;

function isWanted(activity: Activity, { auditId, line }: Wanted): boolean {
  if (line !== undefined && activity.origin.line !== line) return false;
  return auditId === undefined || (activity.type === 'audit' && activity.request.auditId === auditId);
}

async function compile({ rules, pipelines, learnUntil }: LastScan) {
  const all = { sigma: true, correlation: true, cel: true, anomaly: true } as const;
  const learning = learnUntil === undefined ? {} : { learnUntil };
  const compiled = await compileDetectors({ rules, pipelines, ...all, ...learning });
  const errors = compiled.problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first !== undefined)
    return fail(
      `the rules have ${errors.length} errors, the first at ${first.file}:${first.line}: ${first.message}`,
    );
  const { lineage, objects } = compiled;
  /** Of the activity that was followed last. */
  const beforeOf = (activity: Activity): Before => ({
    difference: differenceIn(activity, objects?.take(activity)),
    lineage: lineage?.factsOf(activity) ?? noFacts,
  });
  return succeed({ ...compiled, beforeOf, explain: await loadExplainer(compiled.documents, pipelines) });
}

/** Hands every activity of the input, decoded whole, to `look`, until it says that it has seen enough. */
async function eachActivity(
  { paths, cluster, format }: LastScan,
  look: (activity: Activity) => boolean,
): Promise<void> {
  const enough = new AbortController();
  await readInputs({ paths, cluster, format, interest: 'everything', stop: enough.signal }, activity => {
    if (!enough.signal.aborted && look(activity)) enough.abort();
  });
}

interface Explaining {
  readonly rule: RuleDocument;
  readonly explain: Explainer;
  readonly beforeOf: (activity: Activity) => Before;
  readonly finding?: Finding;
}

function explained(
  { rule, explain, beforeOf, finding }: Explaining,
  activity: Activity | undefined,
): Explained {
  const { file = '', line = 0 } = activity?.origin ?? finding?.evidence.at(-1) ?? {};
  return {
    rule,
    explanation: activity === undefined ? unexplained(rule) : explain(rule, activity, beforeOf(activity)),
    ...(finding && { finding }),
    file,
    line,
    header: activity === undefined ? noActivity : headerOf(activity),
  };
}

/** What was seen on a node, or what another detector there said of it. */
function explainedJoin(finding: Finding, activity: Activity | undefined): Explained {
  const { file = '', line = 0 } = finding.evidence.at(-1) ?? {};
  const children = finding.reasons.map(label => ({ label, outcome: true, children: [] }) as const);
  return {
    rule: { metadata: { id: finding.detector.id, title: finding.title }, file: 'docs/guides/nodes.md' },
    explanation: { label: finding.title, outcome: true, children },
    finding,
    file,
    line,
    header: activity === undefined ? noActivity : headerOf(activity),
  };
}

function explainedScore(
  finding: Finding,
  { bits, threshold, parts, counterfactual }: Score,
  activity: Activity | undefined,
): Explained {
  const { file = '', line = 0 } = finding.evidence.at(-1) ?? {};
  const label = `${bits.toFixed(1)} bits over the usual, threshold ${threshold.toFixed(1)}`;
  const children = parts.map(part => ({
    label: `${part.bits.toFixed(1)} bits, ${part.feature}`,
    outcome: part.bits > 0,
    detail: part.sentence,
    children: [],
  }));
  return {
    rule: { metadata: { id: finding.detector.id, title: finding.title }, file: 'docs/guides/anomaly.md' },
    explanation: { label, outcome: true, detail: counterfactual, children },
    finding,
    file,
    line,
    header: activity === undefined ? noActivity : headerOf(activity),
  };
}

function unexplained({ metadata }: RuleDocument): Explanation {
  const detail = 'what set it off lies in several events: see the evidence';
  return { label: metadata.title, outcome: 'not-evaluated', detail, children: [] };
}
