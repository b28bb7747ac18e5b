import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createWatchClock } from './watch-clock.ts';

const hour = 3_600_000;

it('a clock that is set is told once, in either direction, and then followed', context => {
  const began = Date.now();
  context.mock.timers.enable({ apis: ['Date'], now: began });
  const { now, occasions } = createWatchClock();
  const jumps = () =>
    occasions.take().flatMap(notice => (notice.type === 'clock' ? [Math.round(notice.jumped / hour)] : []));
  assert.deepEqual(jumps(), []);
  context.mock.timers.setTime(began + 2 * hour);
  assert.ok(now() < began + hour, 'time that passes is no jump');
  assert.deepEqual(jumps(), [2]);
  assert.ok(now() >= began + 2 * hour - 1);
  context.mock.timers.setTime(began + 2 * hour + 1_000);
  assert.deepEqual(jumps(), []);
  context.mock.timers.setTime(began);
  assert.deepEqual(jumps(), [-2]);
});
