export type { BoundedMap } from '../../lineage/bounded-map.ts';
export { createBoundedMap } from '../../lineage/bounded-map.ts';
