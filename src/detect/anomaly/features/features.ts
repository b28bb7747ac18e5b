import type { Observation } from '../observation.ts';
import { account } from './account.ts';
import { command } from './command.ts';
import { data } from './data.ts';
import { hidden } from './hidden.ts';
import { image } from './image.ts';
import { kindOfChange } from './kind-of-change.ts';
import { memory } from './memory.ts';
import { placement } from './placement.ts';
import { powers } from './powers.ts';
import { schedule } from './schedule.ts';
import type { Feature, Sight } from './sight.ts';
import { who } from './who.ts';

/** Every feature, in the order in which a chain of conditions would ask: who, what sort of change, what, when, as whom, with what powers. */
const features: readonly Feature[] = [
  who,
  kindOfChange,
  hidden,
  image,
  command,
  schedule,
  account,
  powers,
  data,
  placement,
  memory,
];

/** What is counted of a change, or of a synchronisation that changed nothing: the same value twice is one. */
export function sightsOf(observation: Observation): readonly Sight[] {
  const asked = observation.caller.name === '' ? features.filter(isOfObject) : features;
  const sights = distinct(asked.flatMap(feature => feature(observation)));
  return observation.step === 'hidden' ? sights.map(sight => ({ ...sight, share: hiddenShare })) : sights;
}

/** A header says little: less of the noise is taken off what is left. */
const hiddenShare = 0.8;

/** Of a manifest nobody is known. */
const isOfObject = (feature: Feature): boolean =>
  feature !== who && feature !== kindOfChange && feature !== hidden;

/** Of a synchronisation that found everything as it should be, beside the first of a day. */
export const callerSights = (observation: Observation): readonly Sight[] => distinct(who(observation));

function distinct(sights: readonly Sight[]): readonly Sight[] {
  const found = new Map<string, Sight>();
  for (const sight of sights) {
    const key = `${sight.feature} ${sight.places[0]?.key} ${sight.value}`;
    if (!found.has(key) || found.get(key)?.silent === 'unchanged') found.set(key, sight);
  }
  return [...found.values()];
}

export const isNoChange = ({ step, changes }: Observation): boolean =>
  step === 'changed' && changes.length === 0;
