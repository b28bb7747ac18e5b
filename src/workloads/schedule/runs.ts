import type { IntervalTiming, Schedule, Timing } from './schedule.ts';

/** No more are ever counted out at once. */
const mostRuns = 10_000;
/** The years of the calendar that are computed: beyond them no scheduler goes either. */
const [earliest, latest] = [-62_135_596_800, 7_258_118_400];

/**
 * The next runs after a moment. An interval is counted from that moment, as if it were the last run; what does not go by the clock, or
 * counts from when a machine was started, has none.
 */
export function nextRuns({ timing }: Schedule, after: Date, count: number): readonly Date[] {
  const runs: Date[] = [];
  let at = secondsOf(after);
  while (runs.length < Math.min(count, mostRuns)) {
    const next = nextAt(timing, at);
    if (next === undefined) break;
    runs.push(new Date(next * 1_000));
    at = next;
  }
  return runs;
}

/** Is there a run within the minute that this moment lies in? undefined where that is no matter of the clock alone. */
export function isDue({ timing }: Schedule, minute: Date): boolean | undefined {
  if (timing.type === 'interval' || timing.type === 'event') return undefined;
  const start = Math.floor(secondsOf(minute) / 60) * 60;
  const next = nextAt(timing, start - 1);
  return next !== undefined && next < start + 60;
}

/** The last run before a moment, as far back as ten years. */
export function previousRun({ timing }: Schedule, before: Date): Date | undefined {
  if (timing.type === 'interval' || timing.type === 'event') return undefined;
  const end = Math.ceil(before.getTime() / 1_000);
  const found = lastBefore(timing, end);
  return found === undefined ? undefined : new Date(found * 1_000);
}

const longestBack = 10 * 366 * 86_400;

/** By halving: the later one begins to look, the later the run that is found. */
function lastBefore(timing: Timing, end: number): number | undefined {
  const runAfter = (at: number): number => nextAt(timing, at) ?? Number.POSITIVE_INFINITY;
  let back = 60;
  while (back < longestBack && runAfter(end - back) >= end) back *= 4;
  let low = end - back;
  if (!(runAfter(low) < end)) return undefined;
  let high = end;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (runAfter(middle) < end) low = runAfter(middle);
    else high = middle;
  }
  const last = runAfter(low);
  return last < end ? last : low;
}

/** In Unix seconds. */
function nextAt(timing: Timing, after: number): number | undefined {
  if (!(after > earliest && after < latest)) return undefined;
  if (timing.type === 'calendar') return timing.next(after);
  if (timing.type === 'interval') return repeats(timing) ? after + timing.seconds : undefined;
  return timing.type === 'once' && timing.at > after ? timing.at : undefined;
}

/** Once after the machine, the service manager or the timer was started, and not again. */
export const repeats = ({ after }: IntervalTiming): boolean => after.startsWith('last-');

/** Its runs can be told from the clock, and from the last one. */
export const goesByTheClock = (timing: Timing): boolean =>
  timing.type !== 'event' && (timing.type !== 'interval' || repeats(timing));

const secondsOf = (date: Date): number => Math.floor(date.getTime() / 1_000);
