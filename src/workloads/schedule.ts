import { Cron } from 'croner';
import cronstrue from 'cronstrue';

export interface ScheduleDescription {
  /** `at 02:30`, in the schedule's time zone; the schedule itself if it cannot be read. */
  readonly words: string;
  readonly problem?: string;
}

interface Parsed {
  readonly pattern: string;
  readonly timeZone: string;
}

/** The macros of robfig/cron, which Kubernetes uses. */
const macros = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);

const units = { h: 3_600, m: 60, s: 1, ms: 0.001 } as const;

/** A cron schedule in words. Kubernetes refuses `TZ=` prefixes today; old objects still hold them. */
export function describeSchedule(schedule: string, timeZone: string): ScheduleDescription {
  const parsed = parse(schedule, timeZone);
  const zone = parsed.timeZone === '' ? '' : ` (${parsed.timeZone})`;
  const seconds = everySeconds(parsed.pattern);
  if (seconds !== undefined)
    return { words: `every ${parsed.pattern.slice('@every '.length).trim()}${zone}` };
  try {
    const words = cronstrue.toString(parsed.pattern, { use24HourTimeFormat: true, verbose: false });
    return { words: `${words.charAt(0).toLowerCase()}${words.slice(1)}${zone}` };
  } catch (error) {
    return { words: schedule, problem: String(error).replace(/^Error: /, '') };
  }
}

/** The first time after `after` at which it is due; null if there is none, or it cannot be read. No time zone: UTC. */
export function nextRun(schedule: string, timeZone: string, after: Date): Date | null {
  const parsed = parse(schedule, timeZone);
  const seconds = everySeconds(parsed.pattern);
  if (seconds !== undefined) return new Date(after.getTime() + Math.max(1, seconds) * 1_000);
  try {
    const cron = new Cron(parsed.pattern, {
      paused: true,
      timezone: parsed.timeZone === '' ? 'UTC' : parsed.timeZone,
      mode: '5-part',
    });
    return cron.nextRun(after);
  } catch {
    return null;
  }
}

function parse(schedule: string, timeZone: string): Parsed {
  const [, zone, rest = schedule] = /^\s*(?:CRON_)?TZ=(\S+)\s+(.*)$/.exec(schedule) ?? [];
  const pattern = rest.trim();
  return { pattern: macros.get(pattern) ?? pattern, timeZone: zone ?? timeZone };
}

/** `@every 1h30m`, counted from when the controller first saw it. */
function everySeconds(pattern: string): number | undefined {
  const text = /^@every\s+((?:[0-9.]+(?:h|ms|m|s))+)$/.exec(pattern)?.[1];
  if (text === undefined) return undefined;
  let seconds = 0;
  for (const [, amount = '0', unit] of text.matchAll(/([0-9.]+)(h|ms|m|s)/g)) {
    seconds +=
      Number(amount) * (unit === 'h' ? units.h : unit === 'm' ? units.m : unit === 's' ? units.s : units.ms);
  }
  return Number.isFinite(seconds) ? seconds : undefined;
}
