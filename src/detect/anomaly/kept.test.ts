import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Addition } from './counts/counts.ts';
import { createCounts } from './counts/counts.ts';
import { createGone, keptChanges, restoreLearned } from './kept.ts';
import { createMaturity } from './maturity.ts';

const addition = (context: string, value: string, weight = 1): Addition => ({
  day: 20_000,
  feature: 'image',
  context,
  value,
  weight,
  bits: 3,
  actors: ['a'],
  times: 1,
});

/** What a store keeps of the changes: the last of each key, in the order of change. */
function kept(into: Map<string, string>, changes: ReturnType<typeof keptChanges>): Map<string, string> {
  for (const { key, value } of changes) {
    into.delete(key);
    if (value !== null) into.set(key, value);
  }
  return into;
}

const limits = { values: 12, each: 5 };

it('what is kept gives what was learned, however often something was forgotten', () => {
  const gone = createGone();
  const counts = createCounts(limits, gone.note);
  const maturity = createMaturity(undefined);
  const store = new Map<string, string>();
  for (let round = 0; round < 40; round += 1) {
    const added = [0, 1, 2].map(n =>
      addition(`c${(round + n) % 4}`, `v${(round * 7 + n) % 13}`, 1 + (round % 3)),
    );
    for (const one of added) counts.add(one);
    kept(store, keptChanges({ counts, maturity }, added, gone.take()));
    const again = createCounts(limits);
    const entries = [...store].map(([key, value]) => ({ key, value }));
    restoreLearned({ counts: again, maturity: createMaturity(undefined) }, entries);
    for (const context of ['c0', 'c1', 'c2', 'c3']) {
      const [one, other] = [counts.context('image', context), again.context('image', context)];
      assert.deepEqual(other, one);
      assert.deepEqual([...(other?.values.keys() ?? [])], [...(one?.values.keys() ?? [])]);
    }
  }
  assert.ok(counts.forgotten() > 10);
});

it('of a context with many values only what was added is written', () => {
  const counts = createCounts();
  for (let n = 0; n < 900; n += 1) counts.add(addition('c', `v${n}`));
  const changes = keptChanges({ counts, maturity: createMaturity(undefined) }, [addition('c', 'v7')], []);
  assert.deepEqual(
    changes.map(({ key }) => key),
    ['cimage c', 'v["image c","v7"]', 'b'],
  );
});
