import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createByTime } from './by-time.ts';

const second = 1_000_000;

it('finds what lies in a time, and about it', () => {
  const shelf = createByTime<string>();
  for (const at of [3, 12, 25, 47, 99]) shelf.add(at * second, `${at}`, `${at}`);
  assert.deepEqual([...shelf.between(11 * second, 41 * second)], ['12', '25', '47']);
});

it('knows a key at its time', () => {
  const shelf = createByTime<string>();
  assert.equal(shelf.add(second, 'a', 'first'), true);
  assert.equal(shelf.add(second, 'a', 'again'), false);
  assert.equal(shelf.add(20 * second, 'a', 'later'), true);
  assert.equal(shelf.size(), 2);
});

it('takes out what is over, in whatever order it came, and leaves the rest', () => {
  const shelf = createByTime<string>();
  for (const at of [900_000, 12, 3, 25]) shelf.add(at * second, `${at}`, `${at}`);
  assert.deepEqual(shelf.takeBefore(20 * second).toSorted(), ['12', '3']);
  assert.deepEqual(shelf.takeBefore(20 * second), []);
  assert.equal(shelf.size(), 2);
  shelf.dropOldest();
  assert.deepEqual([...shelf.between(0, 30 * second)], ['25']);
});
