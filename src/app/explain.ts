import type { Explanation } from '../detect/explanation.ts';
import type { RuleDocument } from '../detect/rules/rule-document.ts';
import { createCollector } from '../findings/collector.ts';
import { createDecoder } from '../formats/decoder.ts';
import type { FormatName } from '../formats/format-options.ts';
import { formatNames } from '../formats/format-options.ts';
import type { Activity } from '../model/activity.ts';
import type { Finding } from '../model/finding.ts';
import type { Signal } from '../model/signal.ts';
import { auditFile } from '../sources/audit-file/audit-file.ts';
import type { Compiled } from './detectors.ts';
import { compileDetectors } from './detectors.ts';
import type { LastScan } from './last-scan.ts';
import { loadPipelines } from './pipelines.ts';

export interface Explained {
  readonly rule: RuleDocument;
  readonly explanation: Explanation;
  /** Absent where the rule did not fire. */
  readonly finding?: Finding;
  readonly file: string;
  readonly line: number;
}

/** Reads the input of a scan again until a finding with this id (or the beginning of it) is made, and explains it. */
export async function explainFinding(id: string, scan: LastScan): Promise<Explained | undefined> {
  const compiled = await compile(scan);
  const collector = createCollector({ now: new Date(0).toISOString() });
  let explained: Promise<Explained> | undefined;
  await eachActivity(scan, activity => {
    const take = (signal: Signal): void => {
      const finding = collector.take(signal, activity);
      if (finding?.id.startsWith(id) !== true || explained !== undefined) return;
      explained = explainWith({
        compiled,
        ruleId: finding.detector.id,
        activity: kept(signal.activity ?? activity),
        finding,
        scan,
      });
    };
    for (const detector of compiled.detectors) for (const signal of detector.inspect(activity)) take(signal);
    return explained !== undefined;
  });
  for (const detector of compiled.detectors) {
    for (const signal of detector.finish?.() ?? []) {
      const finding = collector.take(signal);
      if (finding?.id.startsWith(id) !== true || explained !== undefined || signal.activity === undefined)
        continue;
      explained = explainWith({
        compiled,
        ruleId: finding.detector.id,
        activity: signal.activity,
        finding,
        scan,
      });
    }
  }
  return explained;
}

/** Which event: by its audit id or its line. */
export interface Wanted {
  readonly auditId?: string;
  readonly line?: number;
}

/** Explains what a rule (by id or title) makes of events that it need not have matched. */
export async function explainRule(
  rule: string,
  wanted: Wanted,
  scan: LastScan,
): Promise<readonly Explained[] | undefined> {
  const compiled = await compile(scan);
  const found = compiled.documents.find(
    ({ metadata }) => metadata.id === rule || metadata.title.toLowerCase() === rule.toLowerCase(),
  );
  if (found === undefined) return undefined;
  const explained: Promise<Explained>[] = [];
  await eachActivity(scan, activity => {
    if (isWanted(activity, wanted))
      explained.push(explainWith({ compiled, ruleId: found.metadata.id, activity: kept(activity), scan }));
    return false;
  });
  return Promise.all(explained);
}

function isWanted(activity: Activity, { auditId, line }: Wanted): boolean {
  if (line !== undefined && activity.origin.line !== line) return false;
  return auditId === undefined || (activity.type === 'audit' && activity.request.auditId === auditId);
}

function compile({ rules, pipelines }: LastScan): Promise<Compiled> {
  return compileDetectors({ rules, pipelines, sigma: true, correlation: true, cel: true });
}

/** Hands every activity of the input, decoded whole, to `look`, until it says that it has seen enough. */
async function eachActivity(
  { paths, cluster, format }: LastScan,
  look: (activity: Activity) => boolean,
): Promise<void> {
  const enough = new AbortController();
  const name: FormatName | undefined = formatNames.find(known => known === format);
  const decode = createDecoder({ cluster, interest: 'everything', format: name }, ({ activities }) => {
    for (const activity of activities) if (!enough.signal.aborted && look(activity)) enough.abort();
  });
  for await (const piece of auditFile({ paths }).read(enough.signal)) if ('bytes' in piece) decode(piece);
}

/** Reads what an activity would only read later, when its bytes may be gone. */
function kept(activity: Activity): Activity {
  if (activity.type === 'manifest') return activity;
  const { type, cluster, origin, format, request } = activity;
  return { type, cluster, origin, format, request, event: { ...activity.event } };
}

interface Explaining {
  readonly compiled: Compiled;
  readonly ruleId: string;
  readonly activity: Activity;
  readonly finding?: Finding;
  readonly scan: LastScan;
}

async function explainWith({ compiled, ruleId, activity, finding, scan }: Explaining): Promise<Explained> {
  const rule = compiled.documents.find(({ metadata }) => metadata.id === ruleId);
  if (rule === undefined) throw new Error(`no rule ${ruleId} among those that made the finding`);
  const explanation = await explanationOf({ rule, activity, scan, ...(finding && { finding }) });
  const { file, line } = activity.origin;
  return { rule, explanation, ...(finding && { finding }), file, line };
}

interface RuleOnActivity {
  readonly rule: RuleDocument;
  readonly activity: Activity;
  readonly scan: LastScan;
  readonly finding?: Finding;
}

async function explanationOf({ rule, activity, scan, finding }: RuleOnActivity): Promise<Explanation> {
  if (rule.type === 'cel') {
    const { explainCel } = await import('../detect/cel/explain-cel.ts');
    return explainCel(rule, activity);
  }
  if (rule.type === 'sigma') {
    const { compileSigma } = await import('../detect/sigma/compile-sigma.ts');
    const { explainSigma } = await import('../detect/sigma/explain-sigma.ts');
    const { pipelines } = await loadPipelines(scan.pipelines);
    const [compiled] = compileSigma([rule], { pipelines, logsources: 'any' }).rules;
    return compiled === undefined
      ? { label: rule.metadata.title, outcome: 'error', detail: 'the rule has errors', children: [] }
      : explainSigma(compiled, activity);
  }
  const children = (finding?.reasons ?? []).map(label => ({ label, outcome: true as const, children: [] }));
  return {
    label: rule.metadata.title,
    outcome: finding === undefined ? 'not-evaluated' : true,
    detail: 'a correlation is explained by the events that it counted',
    children,
  };
}
