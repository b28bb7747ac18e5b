import type { ChangeLog } from '../../model/change-log.ts';
import { listAt, numberAt } from '../../model/json.ts';

/** How many came of something, in slots of time, beside what usually comes at that hour. */
export interface Rates {
  count(key: string, at: number, more: number): void;
  /** The keys whose last slot ended, with what it says. Call it as time passes. */
  ended(at: number): readonly SlotEnd[];
  restore(key: string, value: unknown): void;
}

export interface SlotEnd {
  readonly key: string;
  readonly count: number;
  /** The fewest in a slot that were usual; 0: too little is known. */
  readonly usual: number;
  /** What it is compared with: the same hour of earlier days, or the slots before. */
  readonly by: 'hour' | 'slots';
  /** Slots of the kind that were compared with. */
  readonly support: number;
  readonly ended: number;
  /** How many slots in a row, with this one, were far below. */
  readonly low: number;
}

export interface RateOptions {
  readonly prefix: string;
  /** Milliseconds. */
  readonly slot: number;
  /** So many slots before are compared with. */
  readonly trail: number;
  /** Far below is less than this part of the fewest that were usual. */
  readonly part: number;
  /** Fewer in a slot than this say nothing. */
  readonly atLeast: number;
  readonly log: ChangeLog;
}

interface Rate {
  /** Number of the slot that is counted in. */
  slot: number;
  count: number;
  /** The slot was not watched from its beginning. */
  partial: boolean;
  trail: readonly number[];
  /** By hour of the day (UTC): the fewest in a slot of each of the last days. */
  hours: readonly (readonly DayLow[])[];
  low: number;
}

type DayLow = readonly [day: number, count: number];

const hour = 3_600_000;
const daysKept = 7;
const daysWanted = 3;
const keysKept = 500;

export function createRates(options: RateOptions): Rates {
  const { slot: size, log, prefix } = options;
  const rates = new Map<string, Rate>();
  const rateOf = (key: string, at: number): Rate | undefined => {
    const found = rates.get(key);
    if (found !== undefined || rates.size >= keysKept) return found;
    const hours = Array.from({ length: 24 }, () => []);
    const rate = { slot: Math.floor(at / size), count: 0, partial: true, trail: [], hours, low: 0 };
    rates.set(key, rate);
    return rate;
  };
  const endSlot = (key: string, rate: Rate, at: number): readonly SlotEnd[] => {
    const slot = Math.floor(at / size);
    if (slot <= rate.slot) return [];
    const judged = rate.partial ? [] : [judge(key, rate, options)];
    // Of slots that nobody watched, nothing is known.
    Object.assign(rate, { slot, count: 0, partial: slot > rate.slot + 1 });
    log.note(`${prefix} ${key}`, rate);
    return judged;
  };
  return {
    count: (key, at, more) => {
      const rate = rateOf(key, at);
      if (rate !== undefined && Math.floor(at / size) === rate.slot) rate.count += more;
    },
    ended: at => [...rates].flatMap(([key, rate]) => endSlot(key, rate, at)),
    restore: (key, value) => {
      const rate = rateOf(key, 0);
      if (rate === undefined) return;
      rate.trail = listAt(value, 'trail').filter(count => typeof count === 'number');
      rate.hours = listAt(value, 'hours').map(readLows);
      if (rate.hours.length !== 24) rate.hours = Array.from({ length: 24 }, () => []);
      rate.slot = numberAt(value, 'slot') ?? 0;
    },
  };
}

function judge(key: string, rate: Rate, { slot: size, trail, part, atLeast }: RateOptions): SlotEnd {
  const ended = (rate.slot + 1) * size;
  const start = rate.slot * size;
  const hourOfDay = new Date(start).getUTCHours();
  const day = Math.floor(start / (24 * hour));
  const lows = (rate.hours[hourOfDay] ?? []).filter(([other]) => other !== day).map(([, count]) => count);
  const byHour = lows.length >= daysWanted;
  const compared = byHour ? lows : rate.trail;
  const enough = byHour || rate.trail.length >= trail;
  const usual = enough ? Math.min(...compared) : 0;
  const isLow = usual >= atLeast && rate.count < usual * part;
  rate.low = isLow ? rate.low + 1 : 0;
  // What is far below is not learned: it would be usual soon.
  if (!isLow) learn(rate, { hourOfDay, day, trail });
  return {
    key,
    count: rate.count,
    usual,
    by: byHour ? 'hour' : 'slots',
    support: compared.length,
    ended,
    low: rate.low,
  };
}

function learn(
  rate: Rate,
  { hourOfDay, day, trail }: { readonly hourOfDay: number; readonly day: number; readonly trail: number },
): void {
  rate.trail = [...rate.trail, rate.count].slice(-trail);
  rate.hours = rate.hours.map((lows, index) => {
    if (index !== hourOfDay) return lows;
    const today = lows.find(([other]) => other === day)?.[1] ?? rate.count;
    const others = lows.filter(([other]) => other !== day);
    return [...others, [day, Math.min(today, rate.count)] as const].slice(-daysKept);
  });
}

function readLows(value: unknown): readonly DayLow[] {
  const lows: readonly unknown[] = Array.isArray(value) ? value : [];
  return lows.flatMap(low => {
    if (!Array.isArray(low)) return [];
    const [day, count]: readonly unknown[] = low;
    return typeof day === 'number' && typeof count === 'number' ? [[day, count] as const] : [];
  });
}
