import type { JsonObject } from '../../model/json.ts';
import { objectAt, stringAt } from '../../model/json.ts';
import { parseSchedule } from '../../workloads/schedule/parse-schedule.ts';
import { isDue } from '../../workloads/schedule/runs.ts';
import type { Life } from '../life.ts';
import { timeOf } from '../microseconds.ts';
import type { Shape } from '../shape.ts';
import type { Sighting } from '../sighting.ts';
import type { Sightings } from '../sightings.ts';
import type { RunFacts } from './lineage-facts.ts';
import { noFacts } from './lineage-facts.ts';

/** pkg/controller/cronjob/cronjob_controllerv2.go: the scheduled time, since 1.28. */
const stampKey = 'batch.kubernetes.io/cronjob-scheduled-timestamp';
const minute = 60_000_000;
/** The clocks of controllers and API servers may differ by so much. Microseconds. */
const skew = minute;

/** What name and annotation of a Job say of the run that it is, beside the schedule that the CronJob has. */
export function runFacts(sighting: Sighting, body: JsonObject | undefined, sightings: Sightings): RunFacts {
  const { object, owner, verb } = sighting;
  if (object.resource !== 'jobs' || verb !== 'create') return noFacts.run;
  const named = timeIn(object.name);
  const lives = sightings.lives({ ...object, resource: 'cronjobs', name: owner?.name ?? named?.stem ?? '' });
  const isOwned = owner?.kind === 'CronJob';
  const life = (isOwned ? lives.find(({ uid }) => uid === owner.uid) : undefined) ?? lives.at(-1);
  const cronJob = isOwned ? owner.name : owner === undefined && life !== undefined ? life.name.name : '';
  const stamp = stringAt(objectAt(objectAt(body, 'metadata'), 'annotations'), stampKey);
  return {
    cronJob,
    unit: named?.unit ?? '',
    minute: named === undefined ? '' : `${timeOf(named.at).slice(0, 19)}Z`,
    due: named === undefined || cronJob === '' ? 'unknown' : dueFor(life, named.at),
    stamp: stampOf(stamp, named),
    early: named !== undefined && named.at > sighting.at + skew,
  };
}

interface NamedTime {
  readonly stem: string;
  readonly unit: 'minutes' | 'seconds';
  /** Microseconds since 1970. */
  readonly at: number;
}

/** From 2019 to 2036, so that most numbers are none: dates, builds, tickets. */
function timeIn(name: string): NamedTime | undefined {
  const [, stem = '', digits = ''] = /^(.+)-(\d{8}|\d{10})$/.exec(name) ?? [];
  const minutes = digits.length === 8 ? Number(digits) : Number(digits) / 60;
  if (stem === '' || minutes < 26_000_000 || minutes >= 35_000_000) return undefined;
  return { stem, unit: digits.length === 8 ? 'minutes' : 'seconds', at: minutes * minute };
}

/** The name leaves out the seconds that `@every` may have. */
function stampOf(stamp: string | undefined, named: NamedTime | undefined): RunFacts['stamp'] {
  if (stamp === undefined) return 'none';
  const said = Date.parse(stamp) * 1000;
  const isSame = named !== undefined && said >= named.at && said < named.at + minute;
  return isSame ? 'same' : 'other';
}

/** By any schedule that it has had: the controller may have acted on the one before. */
function dueFor(life: Life | undefined, at: number): RunFacts['due'] {
  if (life === undefined) return 'unknown';
  const { created, changes, forgotten } = life;
  const writes = created === undefined ? changes : [created, ...changes];
  const shapes = writes.flatMap(({ shape }) => (shape === undefined ? [] : [shape]));
  const answers = shapes.map(shape => isDueBy(shape, at));
  if (answers.includes('yes')) return 'yes';
  const lastShown = writes.findLastIndex(({ shape }) => shape !== undefined);
  const isWhole = created !== undefined && !forgotten && lastShown === writes.length - 1;
  return isWhole && answers.every(answer => answer === 'no') ? 'no' : 'unknown';
}

const quarterHour = 15 * minute;

/**
 * Without a time zone it is the controller manager's, which the log does not tell: UTC nearly always. A minute that no zone of the world makes
 * a due one is certainly none.
 */
function isDueBy({ schedule, timeZone }: Shape, at: number): RunFacts['due'] {
  const parsed = parseSchedule(schedule, { dialect: 'kubernetes', timeZone });
  if (!parsed.ok) return 'unknown';
  const dueAt = (moment: number) => isDue(parsed.value, new Date(moment / 1000));
  const due = dueAt(at);
  if (due === undefined) return 'unknown';
  if (due) return 'yes';
  if (!parsed.value.remarks.includes('zone-assumed')) return 'no';
  const shifts = Array.from({ length: 26 * 4 + 1 }, (_, index) => (index - 12 * 4) * quarterHour);
  return shifts.some(shift => dueAt(at + shift) === true) ? 'unknown' : 'no';
}
