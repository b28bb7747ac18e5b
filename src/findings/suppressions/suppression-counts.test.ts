import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countedSuppressions, countsOfSuppressions } from './suppression-counts.ts';

const one = { id: 's1', owner: 'o', reason: 'r: "x"', expires: '2027-01-01', expired: false };

test('a store counts what each hid since it was asked last, and names it once though it hid nothing', () => {
  let hidden = 0;
  const take = countsOfSuppressions(() => [{ ...one, hidden }]);
  const total = new Map<string, number>();
  const commit = (): number => {
    const more = take();
    for (const [name, count] of more) total.set(name, (total.get(name) ?? 0) + count);
    return more.size;
  };
  assert.equal(commit(), 1);
  assert.equal(commit(), 0);
  hidden = 3;
  commit();
  hidden = 5;
  commit();
  const counts = new Map([...total, ['events', 7] as const]);
  assert.deepEqual(
    countedSuppressions(counts, () => false),
    [{ ...one, hidden: 5 }],
  );
  assert.equal(countedSuppressions(counts, () => true)[0]?.expired, true);
});
