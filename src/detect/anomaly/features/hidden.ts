import type { Observation } from '../observation.ts';
import type { Sight } from './sight.ts';
import { actor, alike, cluster, kindEverywhere, kindIn } from './sight.ts';

/** Where no body was logged, the header is all there is: which sort of identity makes this kind, what it is called, at which time of day. */
export function hidden(observation: Observation): readonly Sight[] {
  if (observation.step !== 'hidden') return [];
  const made = observation.verb === 'create' ? [makerSight(observation), ...prefixSight(observation)] : [];
  return [...made, hourSight(observation)];
}

function makerSight(observation: Observation): Sight {
  const { caller, kind } = observation;
  const isPerson = caller.actor.type === 'user';
  const who = isPerson ? 'a person' : 'a program';
  return {
    feature: 'maker',
    places: [kindIn(observation), kindEverywhere(observation)],
    value: who,
    novelty: 3,
    most: 6,
    says: `${who} made a ${kind}`,
  };
}

/** Names of one team or application begin alike. */
function prefixSight(observation: Observation): readonly Sight[] {
  const [prefix = ''] = observation.family.split('-');
  if (prefix === '' || prefix === '*') return [];
  return [
    {
      feature: 'name-prefix',
      places: [cluster(observation)],
      value: prefix,
      novelty: 3,
      most: 4,
      says: `a name that begins with ${prefix}`,
    },
  ];
}

const hourLength = 3_600_000;

/** Six hours of the day, weekend or not, in UTC: people have other days elsewhere, each in the same hours. */
function hourSight(observation: Observation): Sight {
  const time = new Date(observation.at);
  const quarter = Math.floor((observation.at % (24 * hourLength)) / (6 * hourLength));
  const isWeekend = time.getUTCDay() % 6 === 0;
  return {
    feature: 'hour',
    places: [actor(observation), alike(observation)],
    value: `${isWeekend ? 'weekend' : 'weekday'} ${quarter}`,
    novelty: 2,
    most: 3,
    says: `${isWeekend ? 'at a weekend' : 'on a weekday'} between ${quarter * 6}:00 and ${quarter * 6 + 5}:59 UTC`,
  };
}
