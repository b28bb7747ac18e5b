import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { describeSchedule, nextRun } from './describe-schedule.ts';

const after = new Date('2026-11-23T04:37:14Z');

const schedules: readonly (readonly [string, string, string, string | null])[] = [
  ['30 2 * * *', '', 'at 02:30', '2026-11-24T02:30:00.000Z'],
  ['30 2 * * *', 'Europe/Berlin', 'at 02:30 (Europe/Berlin)', '2026-11-24T01:30:00.000Z'],
  ['TZ=Asia/Tokyo 30 2 * * *', '', 'at 02:30 (Asia/Tokyo)', '2026-11-23T17:30:00.000Z'],
  ['CRON_TZ=Asia/Tokyo 30 2 * * *', '', 'at 02:30 (Asia/Tokyo)', '2026-11-23T17:30:00.000Z'],
  ['* * * * *', '', 'every minute', '2026-11-23T04:38:00.000Z'],
  ['*/5 * * * *', '', 'every 5 minutes', '2026-11-23T04:40:00.000Z'],
  ['@hourly', '', 'every hour', '2026-11-23T05:00:00.000Z'],
  ['@daily', '', 'at 00:00', '2026-11-24T00:00:00.000Z'],
  ['@every 1h30m', '', 'every 1h30m', '2026-11-23T06:07:14.000Z'],
  ['0 3 31 2 *', '', 'at 03:00, on day 31 of the month, only in February', null],
];

for (const [schedule, zone, words, next] of schedules) {
  test(`schedule ${schedule} ${zone}`, () => {
    assert.equal(describeSchedule({ schedule, timeZone: zone }).words, words);
    assert.equal(nextRun({ schedule, timeZone: zone }, after).next?.toISOString() ?? null, next);
  });
}

test('what is no schedule has a problem and no next run', () => {
  for (const schedule of ['', 'every night', '61 * * * *', '* * *', '@every x']) {
    assert.notEqual(describeSchedule({ schedule, timeZone: '' }).problem, undefined, schedule);
    assert.equal(nextRun({ schedule, timeZone: '' }, after).next, null, schedule);
  }
  assert.equal(nextRun({ schedule: '* * * * *', timeZone: 'Not/AZone' }, after).next, null);
});

test('any text is described without an error', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (schedule, zone) => {
      const { next } = nextRun({ schedule, timeZone: zone }, after);
      return (
        describeSchedule({ schedule, timeZone: zone }).words !== undefined && (next === null || next > after)
      );
    }),
  );
});
