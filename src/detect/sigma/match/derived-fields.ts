import type { Json, JsonObject } from '../../../model/json.ts';

/** Fields that no event has but that follow from its other fields: names that managed services give to requests. */
export const derivedFields: ReadonlyMap<string, (event: JsonObject) => Json | undefined> = new Map();
