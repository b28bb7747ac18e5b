import type { JsonObject } from '../../src/model/json.ts';

/** What the API server logs of the same request at level Metadata: no bodies, and with them no name that it made itself. */
export function withoutBodies({ requestObject: _, responseObject: __, ...event }: JsonObject): JsonObject {
  return { ...event, level: 'Metadata' };
}

/** Another order, a tenth of the events twice, a twentieth of them gone; the same for the same seed. */
export function damaged<T>(events: readonly T[], seed: number): readonly T[] {
  const next = numbers(seed);
  const kept = events
    .filter(() => next() >= 0.05)
    .flatMap(event => (next() < 0.1 ? [event, event] : [event]));
  return kept
    .map(event => ({ event, place: next() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ event }) => event);
}

/** Numbers from 0 to 1 (mulberry32, public domain). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
