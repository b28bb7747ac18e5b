import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { createBoundedMap } from './bounded-map.ts';

/** What is expected of it, without any care for speed. */
function plainly(limit: number) {
  let entries: (readonly [string, number])[] = [];
  const without = (key: string) => entries.filter(([known]) => known !== key);
  return {
    get: (key: string) => {
      const found = entries.find(([known]) => known === key);
      if (found !== undefined) entries = [...without(key), found];
      return found?.[1];
    },
    set: (key: string, value: number) => {
      entries = [...without(key), [key, value] as const].slice(-limit);
    },
    delete: (key: string) => {
      entries = without(key);
    },
  };
}

type Step = readonly [what: string, number: number];

/** What is told of a key, where it is asked. */
function takeStep(map: ReturnType<typeof plainly>, [what, number]: Step, value: number): number | undefined {
  if (what === 'get') return map.get(`k${number}`);
  if (what === 'set') map.set(`k${number}`, value);
  else map.delete(`k${number}`);
  return undefined;
}

it('forgets what was not used for longest, whatever was asked, set and deleted before', () => {
  const step = fc.tuple(fc.constantFrom('get', 'set', 'delete'), fc.integer({ min: 0, max: 12 }));
  const asked = Array.from({ length: 13 }, (_, number): Step => ['get', number]);
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 1, max: 6 }), (steps, limit) => {
      const [map, expected] = [createBoundedMap<number>(limit), plainly(limit)];
      for (const [index, one] of [...steps, ...asked].entries())
        assert.equal(takeStep(map, one, index), takeStep(expected, one, index));
    }),
    { numRuns: 500 },
  );
});
