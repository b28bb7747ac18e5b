import type { Json, JsonObject } from '../model/json.ts';

export type Entries = readonly (readonly [string, Json | undefined])[];

/** The entries of an object by their keys, so that their order tells nothing. */
export const sorted = (object: JsonObject | undefined): Entries =>
  Object.entries(object ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
