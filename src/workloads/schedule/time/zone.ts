import { zoneNames } from './zone-names.ts';

/** A stretch of time in which the clock of a zone keeps one distance to UTC: from `start` to before `end`, in Unix seconds. */
export interface ZonePeriod {
  readonly start: number;
  readonly end: number;
  readonly offset: number;
}

export interface Zone {
  readonly name: string;
  periodAt(seconds: number): ZonePeriod;
}

const always: ZonePeriod = {
  start: Number.NEGATIVE_INFINITY,
  end: Number.POSITIVE_INFINITY,
  offset: 0,
};

export const utc: Zone = { name: 'UTC', periodAt: () => always };

/** Of the IANA database, written exactly so; the empty name is UTC, as for Go's `time.LoadLocation`. */
export function findZone(name: string): Zone | undefined {
  if (name === '' || name === 'UTC') return utc;
  if (!zoneNames.has(name)) return undefined;
  const known = zones.get(name) ?? createZone(name);
  zones.set(name, known);
  return known;
}

/** At most the names of the database. */
const zones = new Map<string, Zone>();

/** About a year: what is asked of ICU at once, and then never again. */
const stretch = 2 ** 25;
/** No clock was ever changed twice within so few days, but in times of war. */
const probe = stretch / 64;
const mostStretches = 600;

function createZone(name: string): Zone {
  if (name === 'Factory') return { ...utc, name };
  const offsetAt = offsets(name);
  const known = new Map<number, readonly ZonePeriod[]>();
  let last: ZonePeriod = { start: 0, end: 0, offset: 0 };

  function periodAt(seconds: number): ZonePeriod {
    if (seconds >= last.start && seconds < last.end) return last;
    const number = Math.floor(seconds / stretch);
    const periods = known.get(number) ?? periodsBetween(offsetAt, number * stretch);
    if (known.size < mostStretches) known.set(number, periods);
    last = periods.find(({ end }) => seconds < end) ?? last;
    return last;
  }
  return { name, periodAt };
}

type OffsetAt = (seconds: number) => number;

/** The changes of a stretch, found by halving: no call per minute or hour. */
function periodsBetween(offsetAt: OffsetAt, from: number): readonly ZonePeriod[] {
  const periods: ZonePeriod[] = [];
  let start = from;
  let offset = offsetAt(from);
  for (let at = from; at < from + stretch; at += probe) {
    const next = offsetAt(at + probe);
    if (next === offset) continue;
    const end = changeBetween(offsetAt, at, at + probe);
    periods.push({ start, end, offset });
    start = end;
    offset = next;
  }
  if (start < from + stretch) periods.push({ start, end: from + stretch, offset });
  return periods;
}

function changeBetween(offsetAt: OffsetAt, from: number, to: number): number {
  const before = offsetAt(from);
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

function offsets(timeZone: string): OffsetAt {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    timeZoneName: 'longOffset',
    hour: 'numeric',
  });
  return seconds => readOffset(format.format(seconds * 1_000));
}

/** `1 AM GMT+01:00`, `1 AM GMT`, and `1 AM GMT-00:44:30` in the days of local mean time. */
function readOffset(text: string): number {
  const [, sign, hours = '0', minutes = '0', seconds = '0'] =
    /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(text) ?? [];
  const amount = Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
  return sign === '-' ? -amount : amount;
}
