import type { Observation } from '../observation.ts';
import { type Judgement, widest } from './judgement.ts';

/** What whoever delivers changes brings for one workload after the other, if not for this one before. */
const delivered: ReadonlySet<string> = new Set(['image version', 'image repository', 'schedule', 'replicas']);

/** Changes here by which a program is known to deliver, and not only to look after something of its own. */
const often = 8;

/** A program that changes workloads here all the time made a change of a sort that is delivered so, and nothing else. */
export function isDelivery({ caller, step }: Observation, judgement: Judgement): boolean {
  const [actor] = judgement.of('actor');
  if (caller.actor.type !== 'serviceaccount' || caller.actor.impersonated || step !== 'changed') return false;
  if (actor === undefined || widest(actor).seen < often) return false;
  const sorts = judgement.of('kind-of-change').map(({ sight }) => sight.value);
  return sorts.every(sort => delivered.has(sort) || harmless.has(sort));
}

/** What comes along with it. */
const harmless: ReadonlySet<string> = new Set(['labels', 'annotations', 'restart', 'suspend', 'resume']);
