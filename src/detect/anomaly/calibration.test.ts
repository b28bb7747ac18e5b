import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createCalibration } from './calibration.ts';

const day = 86_400_000;

/** Some changes a day that reach so many times the floor. */
function after(days: number, each: readonly number[], budget = 1) {
  const calibration = createCalibration(budget);
  for (let now = 0; now < days; now += 1)
    for (const multiple of each) calibration.note('c', now * day, multiple);
  return { factor: calibration.factor('c', days * day), said: calibration.blind() };
}

describe('the threshold', () => {
  it('stays at the floor as long as no more was over it than was asked for', () => {
    assert.deepEqual(after(10, [1.3, 0.5]), { factor: 1, said: [] });
  });

  it('rises to the score that leaves as many as were asked for, and says so', () => {
    const { factor, said } = after(10, [1.6, 1.3, 1.1]);
    assert.equal(factor, 1.3);
    assert.match(said[0] ?? '', /raised up to 1\.3 times in cluster c, to report about 1 a day/);
  });

  it('is left alone by a burst of one day, and by a larger budget', () => {
    assert.equal(
      after(
        1,
        Array.from({ length: 50 }, () => 1.9),
      ).factor,
      1,
    );
    assert.equal(after(10, [1.6, 1.3, 1.1], 3).factor, 1);
  });

  it('never rises beyond twice the floor: noise hides nothing strong', () => {
    assert.equal(
      after(
        10,
        Array.from({ length: 40 }, () => 5),
      ).factor,
      2,
    );
  });
});
