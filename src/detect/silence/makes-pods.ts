import { builtInKinds } from '../../workloads/kinds/kinds.ts';
import { resourceMayHoldPods } from '../../workloads/kinds/without-pods.ts';

const builtIn = new Set(builtInKinds.map(({ resource }) => resource));

/** Objects of this resource hold pods, or may do so. */
export const makesPods = (resource: string): boolean =>
  builtIn.has(resource) || resourceMayHoldPods(resource);
