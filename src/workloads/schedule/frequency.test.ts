import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frequency } from './frequency.ts';
import { parseSchedule } from './parse-schedule.ts';

const day = 86_400;

const cases: readonly (readonly [string, number, number | null])[] = [
  ['* * * * *', 1440, 60],
  ['*/5 * * * *', 288, 300],
  ['*/7 * * * *', 24 * 9, 240],
  ['0 0 * * *', 1, day],
  ['59 23 * * *', 1, day],
  ['0 0,23 * * *', 2, 3600],
  ['0,59 0,23 * * *', 4, 60],
  ['0 9 * * 1', 1 / 7, 7 * day],
  ['0 9 * * 1-5', 5 / 7, day],
  ['0 9 1 * *', 12 / 365.25, 28 * day],
  ['0 9 1 1 *', 1 / 365.25, 365 * day],
  ['0 0 29 2 *', 1 / 1461, 1461 * day],
  ['@hourly', 24, 3600],
  ['@every 1h30m', 16, 5400],
  ['@every 1ms', day, 1],
  ['0 0 30 2 *', 0, null],
  [', * * * *', 0, null],
];

for (const [text, runsPerDay, gap] of cases) {
  test(`frequency of ${text}`, () => {
    const parsed = parseSchedule(text, { dialect: 'kubernetes', timeZone: '' });
    assert.ok(parsed.ok);
    const found = frequency(parsed.value);
    assert.ok(Math.abs(found.runsPerDay - runsPerDay) < 1e-9, String(found.runsPerDay));
    assert.equal(found.shortestGapSeconds, gap);
    assert.equal(found.never, runsPerDay === 0);
  });
}
