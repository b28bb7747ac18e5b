import { tracks } from '../features/placement.ts';
import { frequencyWords, runsPerDay, scheduleOf } from '../features/schedule.ts';
import type { Observation } from '../observation.ts';
import type { Fact } from './weights.ts';

/** Schedules that wait, never run or run far more often; traces that are not kept. Only what was not so before. */
export function hidingFacts(observation: Observation): readonly Fact[] {
  const { before, after } = observation;
  if (after === undefined) return [];
  const known = new Set(before === undefined ? [] : tracks(before));
  const covered = tracks(after).filter(trait => trait !== 'is suspended' && !known.has(trait));
  return [
    ...(covered.length === 0 ? [] : [fact('tracks-covered', `it ${covered.join(' and ')}`)]),
    ...(after.suspended && (observation.step === 'made' || observation.step === 'remade') && after.scheduled
      ? [fact('dormant', 'it was created suspended')]
      : []),
    ...scheduleFacts(observation),
  ];
}

const fact = (name: Fact['name'], says: string): Fact => ({ name, says });

/** So many times as often is no tuning: it was a task, and is now a heartbeat. */
const beacon = 200;
const asBeacon = 7;

function scheduleFacts({ before, after }: Observation): readonly Fact[] {
  if (after === undefined || after.schedule === '' || after.schedule === before?.schedule) return [];
  const read = scheduleOf(after);
  if (read === undefined) return [];
  if (frequencyWords(read) === 'never')
    return [fact('never-due', `its schedule ${after.schedule} never comes due`)];
  const [often, once] = [runsPerDay(after), before === undefined ? 0 : runsPerDay(before)];
  if (once === 0 || often < once * 8 || often < 20) return [];
  const says = `it runs ${Math.round(often / once)} times as often as before`;
  return [{ ...fact('far-more-often', says), ...(often >= once * beacon && { bits: asBeacon }) }];
}
