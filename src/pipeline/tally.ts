import type { Activity } from '../model/activity.ts';
import { activityTime } from '../model/activity-time.ts';
import type { Finding } from '../model/finding.ts';
import { stringAt } from '../model/json.ts';
import type { Refusal, RefusalReason } from '../model/refusal.ts';
import type { Chunk, Decoded } from '../model/seams.ts';
import { severities } from '../model/severity.ts';
import type { RefusalCount, Summary, SuppressionCount } from '../model/summary.ts';
import { createUnanswered } from './unanswered.ts';

/** What the collector counted. */
export interface CollectedCounts {
  readonly duplicates: number;
  readonly suppressions: readonly SuppressionCount[];
}

interface Ending {
  readonly counts: CollectedCounts;
  readonly incidents: number;
  readonly blind: readonly string[];
}

export interface Tally {
  chunk(chunk: Chunk): void;
  decoded(decoded: Decoded): void;
  /** `inside` the time that was asked for; else it was read and not judged. */
  activity(activity: Activity, inside: boolean): void;
  refusal(refusal: Refusal): void;
  finding(finding: Finding): void;
  summary(ending: Ending): Summary;
}

const examplesKept = 3;
const levels = ['None', 'Metadata', 'Request', 'RequestResponse'];

/** Counts everything that a run read and refused, so that nothing is dropped silently. */
export function createTally(): Tally {
  const totals = { inputs: 0, bytes: 0, inspected: 0, skipped: 0, findings: 0, truncated: 0, outside: 0 };
  const bySeverity = new Map<string, number>(severities.map(severity => [severity, 0]));
  const byFormat = new Map<string, number>();
  const byLevel = new Map<string, number>();
  const refusals = new Map<RefusalReason, RefusalCount>();
  const seen = createSpan();
  const unanswered = createUnanswered();
  const refuse = (refusal: Refusal): void => {
    refusals.set(refusal.reason, counted(refusals.get(refusal.reason), refusal));
  };
  return {
    chunk: ({ bytes, last }) => {
      totals.bytes += bytes.length;
      if (last) totals.inputs += 1;
    },
    decoded: decoded => {
      totals.skipped += decoded.skipped;
      for (const refusal of decoded.refusals) refuse(refusal);
    },
    activity: (activity, inside) => {
      totals.inspected += 1;
      increase(byFormat, activity.format);
      if (!inside) totals.outside += 1;
      if (!inside) return;
      seen.add(activityTime(activity));
      if (activity.type !== 'audit') return;
      const level = stringAt(activity.event, 'level') ?? 'unknown';
      increase(byLevel, levels.includes(level) ? level : 'unknown');
      if (stringAt(activity.event['annotations'], truncatedAnnotation) === 'true') totals.truncated += 1;
      unanswered.note(activity);
    },
    refusal: refuse,
    finding: ({ severity }) => {
      totals.findings += 1;
      increase(bySeverity, severity);
    },
    summary: ({ counts, incidents, blind }) => ({
      type: 'summary',
      inputs: totals.inputs,
      bytes: totals.bytes,
      events: totals.inspected + totals.skipped,
      skipped: totals.skipped,
      duplicates: counts.duplicates,
      findings: totals.findings,
      incidents,
      bySeverity: Object.fromEntries(bySeverity),
      formats: Object.fromEntries(byFormat),
      levels: Object.fromEntries(byLevel),
      refused: [...refusals.values()].reduce((sum, { count }) => sum + count, 0),
      refusals: [...refusals.values()],
      suppressions: counts.suppressions,
      blind: [
        ...blind,
        ...truncation(totals.truncated),
        ...withoutAnswer(unanswered.count()),
        ...outside(totals.outside),
      ],
      ...seen.ends(),
    }),
  };
}

/** Set by the API server, and by Watchbill for what a carrier cut off. */
const truncatedAnnotation = 'audit.k8s.io/truncated';

function truncation(count: number): readonly string[] {
  if (count === 0) return [];
  return [
    `${events(count)} too large for the log and came without bodies: raise --audit-log-truncate-max-event-size of the API server`,
  ];
}

function withoutAnswer(count: number): readonly string[] {
  if (count === 0) return [];
  return [
    `${count} ${count === 1 ? 'request was' : 'requests were'} logged on arrival and never answered in this input, so what became of ${count === 1 ? 'it' : 'them'} is unknown`,
  ];
}

function outside(count: number): readonly string[] {
  return count === 0 ? [] : [`${events(count)} read but not judged: outside --since and --until`];
}

const events = (count: number): string => `${count} ${count === 1 ? 'event was' : 'events were'}`;

function counted(before: RefusalCount | undefined, { reason, detail, origin }: Refusal): RefusalCount {
  const { count = 0, examples = [] } = before ?? {};
  const example = { file: origin.file, line: origin.line, detail };
  return { reason, count: count + 1, examples: count < examplesKept ? [...examples, example] : examples };
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** The API server writes times in UTC with six digits, so their order is that of their text; others are compared by value. */
function createSpan(): {
  add(time: string | undefined): void;
  ends(): Pick<Summary, 'firstSeen' | 'lastSeen'>;
} {
  let first: string | undefined;
  let last: string | undefined;
  return {
    add: time => {
      if (time === undefined || time.length > 40 || Number.isNaN(Date.parse(time))) return;
      if (first === undefined || before(time, first)) first = time;
      if (last === undefined || before(last, time)) last = time;
    },
    ends: () => ({ firstSeen: first ?? null, lastSeen: last ?? null }),
  };
}

function before(a: string, b: string): boolean {
  if (a.length === b.length && a.endsWith('Z') && b.endsWith('Z')) return a < b;
  return Date.parse(a) < Date.parse(b);
}
