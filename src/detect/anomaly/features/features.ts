import type { Observation } from '../observation.ts';
import { account } from './account.ts';
import { command } from './command.ts';
import { data } from './data.ts';
import { image } from './image.ts';
import { kindOfChange } from './kind-of-change.ts';
import { placement } from './placement.ts';
import { powers } from './powers.ts';
import { schedule } from './schedule.ts';
import type { Feature, Sight } from './sight.ts';
import { who } from './who.ts';

/** Every feature, in the order in which a chain of conditions would ask: who, what sort of change, what, when, as whom, with what powers. */
const features: readonly Feature[] = [who, kindOfChange, image, command, schedule, account, powers, data, placement];

/** What is counted of a change: the same value twice is one. */
export function sightsOf(observation: Observation): readonly Sight[] {
  const found = new Map<string, Sight>();
  for (const feature of isNoChange(observation) ? [who] : features) {
    for (const sight of feature(observation)) {
      const key = `${sight.feature} ${sight.places[0]?.key} ${sight.value}`;
      if (!found.has(key)) found.set(key, sight);
    }
  }
  return [...found.values()];
}

/** A synchronisation that found everything as it should be. */
export const isNoChange = ({ step, changes }: Observation): boolean => step === 'changed' && changes.length === 0;
