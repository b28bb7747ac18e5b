import type { Result } from '../../../model/result.ts';
import { fail, succeed } from '../../../model/result.ts';
import type { Dialect, Remark, Schedule, ScheduleProblem } from '../schedule.ts';
import { problem } from '../schedule.ts';
import { findZone, utc } from '../time/zone.ts';
import type { RobfigOptions } from './parse-robfig.ts';
import { parseRobfig } from './parse-robfig.ts';

const setUps = new Map<Dialect, Omit<RobfigOptions, 'zone'>>([
  ['robfig', { seconds: 'none', macros: true, version: 3 }],
  ['robfig-fields', { seconds: 'none', macros: false, version: 3 }],
  ['robfig-seconds', { seconds: 'optional', macros: true, version: 3 }],
  ['robfig-1', { seconds: 'first', macros: true, version: 1 }],
]);

/** Of custom resources whose controllers use the library of Kubernetes; a zone in the schedule is in order there. */
export function parseWithRobfig(
  text: string,
  timeZone: string,
  dialect: Dialect,
): Result<Schedule, ScheduleProblem> {
  const zone = timeZone === 'Local' ? utc : findZone(timeZone);
  const setUp = setUps.get(dialect);
  if (zone === undefined || setUp === undefined) return fail(problem('unknown-time-zone', timeZone));
  const parsed = parseRobfig(text, { ...setUp, zone });
  if (!parsed.ok) return parsed;
  const { timing, zone: followed, ownZone } = parsed.value;
  const named = ownZone ?? timeZone;
  const remarks: readonly Remark[] = [
    ...(named === '' || named === 'Local' ? (['zone-assumed'] as const) : []),
    ...(ownZone !== undefined && timeZone !== '' ? (['zone-ignored'] as const) : []),
  ];
  return succeed({ text, dialect, zone: followed, timing, remarks });
}
