import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readWindow, runsWithin, windowOf } from './schedule-window.ts';

const schedule = (text: string, timeZone = '') => ({ text, timeZone, dialect: 'kubernetes' }) as const;

const table: readonly (readonly [window: string, text: string, zone: string, within: boolean])[] = [
  ['02:30-02:30', '30 2 * * *', '', true],
  ['02:30-02:30', '30 2 * * 1', 'UTC', true],
  ['02:30-02:30', '31 2 * * *', '', false],
  ['02:30-02:30', '30 2,3 * * *', '', false],
  ['22:00-06:00', '15 23,5 * * *', '', true],
  ['22:00-06:00', '15 12 * * *', '', false],
  ['02:30-02:30 Europe/Berlin', '30 2 * * *', 'Europe/Berlin', true],
  ['02:30-02:30 Europe/Berlin', '30 2 * * *', '', false],
  ['02:30-02:30', '30 2 * * *', 'Europe/Berlin', false],
  ['02:30-02:30', 'CRON_TZ=Europe/Berlin 30 2 * * *', '', false],
  ['00:00-23:59', '@every 1h', '', false],
  ['00:00-23:59', 'not a schedule', '', false],
];
for (const [window, text, zone, within] of table)
  test(`${text} ${zone} ${within ? 'lies' : 'does not lie'} in ${window}`, () => {
    const read = readWindow(window);
    assert.ok(read);
    assert.equal(runsWithin(read, schedule(text, zone)), within);
  });

test('what is no window', () => {
  for (const text of ['', '2:30-3:00', '25:00-26:00', '02:30', '02:30-02:60', '02:30-03:00  x'])
    assert.equal(readWindow(text), undefined, text);
});

test('the narrowest window of a schedule holds it, and none that is a minute shorter does', () => {
  const [hour, minute] = [fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })];
  fc.assert(
    fc.property(fc.array(hour, { minLength: 1, maxLength: 3 }), minute, (hours, at) => {
      const one = schedule(`${at} ${hours.join(',')} * * *`);
      const window = readWindow(windowOf(one) ?? '');
      assert.ok(window);
      assert.ok(runsWithin(window, one));
      assert.ok(!runsWithin({ ...window, from: window.from + 1 }, one) || window.from === window.to);
      if (window.to > window.from) assert.ok(!runsWithin({ ...window, to: window.to - 1 }, one));
    }),
  );
});
