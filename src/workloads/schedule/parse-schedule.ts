import type { Result } from '../../model/result.ts';
import { fail } from '../../model/result.ts';
import { parseEventBridge } from './eventbridge/eventbridge.ts';
import { parseKubernetes } from './kubernetes.ts';
import { parseNomad } from './nomad/nomad.ts';
import { parseWithRobfig } from './robfig/robfig-dialects.ts';
import type { Dialect, Schedule, ScheduleProblem } from './schedule.ts';
import { longestText, problem } from './schedule.ts';
import { parseSystemd } from './systemd/systemd.ts';
import { parseVixie } from './vixie/vixie.ts';

export interface ScheduleOptions {
  readonly dialect: Dialect;
  /** As the object names it; empty where it names none. */
  readonly timeZone: string;
}

type Parse = (text: string, timeZone: string, dialect: Dialect) => Result<Schedule, ScheduleProblem>;

const parsers: { readonly [dialect in Dialect]: Parse } = {
  kubernetes: parseKubernetes,
  robfig: parseWithRobfig,
  'robfig-fields': parseWithRobfig,
  'robfig-seconds': parseWithRobfig,
  'robfig-1': parseWithRobfig,
  nomad: parseNomad,
  eventbridge: parseEventBridge,
  systemd: parseSystemd,
  'systemd-interval': parseSystemd,
  vixie: parseVixie,
};

/** What the parser of a dialect makes of a text: the same texts taken, the same runs. */
export function parseSchedule(
  text: string,
  { dialect, timeZone }: ScheduleOptions,
): Result<Schedule, ScheduleProblem> {
  if (text === '') return fail(problem('empty'));
  if (text.length > longestText) return fail(problem('too-long', text));
  return parsers[dialect](text, timeZone, dialect);
}
