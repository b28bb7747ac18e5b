import type { Problem } from '../../detect/rules/problem.ts';
import type { Figures, Share } from '../../evaluate/figures.ts';
import { byFamily, figuresOf } from '../../evaluate/figures.ts';
import type { Alert, Judgement } from '../../evaluate/judge.ts';
import { judge } from '../../evaluate/judge.ts';
import { createIncidentReader } from '../explain/incident-reader.ts';
import { runScan } from '../run-scan.ts';
import { readSettings } from '../settings/read-settings.ts';
import { readTime } from '../settings/read-time.ts';
import type { SettingValues } from '../settings/settings.ts';
import { settings } from '../settings/settings.ts';
import type { PeerAlerts } from './peers.ts';
import { askPeers } from './peers.ts';
import type { World } from './worlds.ts';

export interface EvaluateOptions {
  readonly worlds: readonly World[];
  /** Of `scan`; a world's own `learnUntil` counts where `learn-until` is not among them. */
  readonly values: SettingValues;
  /** Also each detector by itself. */
  readonly alone: boolean;
  /** Also what other projects' rules say of the same logs. */
  readonly peers: boolean;
  /** In milliseconds. */
  readonly now: number;
  readonly stop: AbortSignal;
}

/** What one way of looking came to. */
export interface Contender {
  readonly name: string;
  /** Where its logic comes from, of a peer. */
  readonly source?: string;
  /** Everything that it said; of peers the alerts after their own grouping. */
  readonly figures: Figures;
  readonly judgements: readonly Judgement[];
}

export interface Evaluation {
  readonly type: 'evaluation';
  /** All detectors that are on. */
  readonly together: Contender;
  /** Findings behind the incidents of `together`, before grouping. */
  readonly findings: number;
  /** Of all together, by kind of attack, the worst first. */
  readonly families: readonly (readonly [string, Share])[];
  readonly alone: readonly Contender[];
  readonly peers: readonly Contender[];
  /** Incidents a cluster a day: asked for, and got wrong ones; absent where there is no budget. */
  readonly budget?: { readonly asked: number; readonly gotWrong: number };
}

/** Runs the detection over worlds of which the truth is known, and compares. */
export async function evaluate(
  options: EvaluateOptions,
): Promise<{ readonly evaluation?: Evaluation; readonly problems: readonly Problem[] }> {
  const { worlds, values } = options;
  const whole = await look('all together', values, options);
  if (whole.contender === undefined) return { problems: whole.problems };
  const alone: Contender[] = [];
  for (const key of options.alone ? detectorKeys : []) {
    const { contender } = await look(aloneName(key), onlyWith(key, values), options);
    if (contender !== undefined) alone.push(contender);
  }
  const spans = new Map(whole.spans);
  const peers = options.peers
    ? (await askPeers(worlds, options.stop)).map(each => judged(each, worlds, spans))
    : [];
  const asked = values.get('max-incidents-per-day')?.at(-1);
  const { figures } = whole.contender;
  const gotWrong = figures.wrongPerClusterWeek / 7;
  return {
    evaluation: {
      type: 'evaluation',
      together: whole.contender,
      findings: whole.findings,
      families: byFamily(whole.contender.judgements),
      alone,
      peers,
      ...(hasBudget && { budget: { asked: Number(asked ?? 1), gotWrong } }),
    },
    problems: whole.problems,
  };
}

const hasBudget = settings.some(({ key }) => key === 'max-incidents-per-day');

/** The settings that switch a detector. */
const detectorKeys = ['cel', 'sigma', 'correlation', 'anomaly'].filter(name =>
  settings.some(({ key }) => key === name),
);

/** A correlation is about what Sigma rules find, so it cannot be asked alone. */
const aloneName = (key: string): string => (key === 'correlation' ? 'sigma with correlations' : key);

function onlyWith(key: string, values: SettingValues): SettingValues {
  const on = key === 'correlation' ? ['sigma', key] : [key];
  return new Map([...values, ...detectorKeys.map(each => [each, [String(on.includes(each))]] as const)]);
}

/** From when to when a world was judged, in milliseconds. */
type Spans = ReadonlyMap<string, { readonly since: number; readonly until: number }>;

interface Look {
  readonly contender?: Contender;
  readonly findings: number;
  readonly spans: Spans;
  readonly problems: readonly Problem[];
}

async function look(name: string, values: SettingValues, options: EvaluateOptions): Promise<Look> {
  const judgements: Judgement[] = [];
  const spans = new Map<string, { since: number; until: number }>();
  const problems = new Map<string, Problem>();
  let findings = 0;
  for (const world of options.worlds) {
    const seen = await scanWorld(world, values, options);
    for (const problem of seen.problems) problems.set(JSON.stringify(problem), problem);
    if (seen.alerts === undefined) return { findings, spans, problems: [...problems.values()] };
    const { alerts, since, until } = seen;
    findings += seen.findings;
    spans.set(world.name, { since, until });
    judgements.push(judge({ world: world.name, truth: world.truth, alerts, since, until }));
  }
  const contender = { name, figures: figuresOf(judgements), judgements };
  return { contender, findings, spans, problems: [...problems.values()] };
}

interface Seen {
  readonly alerts?: readonly Alert[];
  readonly findings: number;
  readonly since: number;
  readonly until: number;
  readonly problems: readonly Problem[];
}

async function scanWorld(world: World, values: SettingValues, options: EvaluateOptions): Promise<Seen> {
  const learned = values.get('learn-until')?.at(-1) ?? world.learnUntil;
  const own: SettingValues = new Map([
    ...values,
    ...(learned === undefined ? [] : [['learn-until', [learned]] as const]),
  ]);
  const read = readSettings(own, options.now);
  if (!read.ok) throw new Error(read.error);
  const reader = createIncidentReader();
  const { progress: _, ...scanned } = read.value;
  const { problems, summary } = await runScan({
    ...scanned,
    paths: world.logs,
    outputs: [],
    severity: 'informational',
    failOn: 'never',
    follow: false,
    color: false,
    width: 80,
    now: new Date(options.now).toISOString(),
    stop: options.stop,
    write: () => undefined,
    printers: [reader.printer],
  });
  if (summary === undefined) return { findings: 0, since: 0, until: 0, problems };
  const first = Date.parse(summary.firstSeen ?? '1970-01-01T00:00:00Z');
  const until = Date.parse(summary.lastSeen ?? '1970-01-01T00:00:00Z');
  const end = readTime(learned, options.now);
  const since = end.ok && end.value !== undefined ? Math.max(first, end.value) : first;
  return { alerts: reader.alerts(), findings: summary.findings, since, until, problems };
}

function judged({ peer, alerts }: PeerAlerts, worlds: readonly World[], spans: Spans): Contender {
  const judgements = worlds.map(({ name, truth }) => {
    const { since, until } = spans.get(name) ?? { since: 0, until: 0 };
    return judge({
      world: name,
      truth,
      alerts: alerts.get(name) ?? [],
      since,
      until,
    });
  });
  return { name: peer.name, source: peer.source, figures: figuresOf(judgements), judgements };
}
