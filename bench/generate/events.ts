import type { GeneratedEvent } from './generated-event.ts';
import type { Random } from './random.ts';
import { bigList, controllerRead, health } from './read-events.ts';
import {
  accessReview,
  configMap,
  coreEvent,
  endpointSlice,
  lease,
  podStatusPatch,
  replicaPod,
} from './system-events.ts';
import {
  batch,
  binding,
  deletedEvent,
  deployment,
  execInto,
  newServiceAccount,
  refused,
  secret,
  webhookConfiguration,
} from './workload-events.ts';

type Kind = readonly [weight: number, make: (random: Random) => GeneratedEvent];

/** Weights in percent, after the mix of a busy production cluster: leases and pod status first, people last. */
export const eventKinds: readonly Kind[] = [
  [24, lease],
  [16, podStatusPatch],
  [14, controllerRead],
  [9, configMap],
  [8, coreEvent],
  [7, endpointSlice],
  [6, accessReview],
  [5, health],
  [3.2, replicaPod],
  [2.2, deployment],
  [1.6, batch],
  [1.6, secret],
  [0.8, refused],
  [0.3, execInto],
  [0.3, binding],
  [0.2, newServiceAccount],
  [0.1, webhookConfiguration],
  [0.1, deletedEvent],
  [0.05, bigList],
];
