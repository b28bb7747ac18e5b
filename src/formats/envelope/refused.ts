import type { Origin } from '../../model/origin.ts';
import type { Decoded } from '../../model/seams.ts';
import type { Misfit } from '../kubernetes-audit/audit-events.ts';

/** A record of which nothing can be used. */
export const refused = (misfit: Misfit, origin: Origin): Decoded => ({
  activities: [],
  refusals: [{ ...misfit, origin }],
  skipped: 0,
});
