import { parseSchedule } from './parse-schedule.ts';
import type { Dialect } from './schedule.ts';

/** Between them they take what cron's family writes: macros, five fields, seconds before or years behind them. */
const family: readonly Dialect[] = ['robfig-seconds', 'nomad'];

/** Of custom resources nobody knows which scheduler reads them: does any of cron's family take the text? */
export function isAnySchedule(text: string): boolean {
  return family.some(dialect => parseSchedule(text, { dialect, timeZone: '' }).ok);
}
