import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { frequency } from '../frequency.ts';
import { inWords } from '../in-words.ts';
import { parseSchedule } from '../parse-schedule.ts';
import { nextRuns } from '../runs.ts';
import type { ScheduleReason } from '../schedule.ts';

const after = new Date('2026-03-28T12:00:00Z');

/** The times are those that `systemd-analyze calendar` (252) gives for them. */
const taken: readonly (readonly [string, string, readonly string[]])[] = [
  ['hourly', 'every hour', ['2026-03-28T13:00']],
  ['weekly Pacific/Auckland', 'at 00:00, only on Monday (Pacific/Auckland)', ['2026-03-29T11:00']],
  ['semi-annually', 'at 00:00, on day 1 of the month, only in January and July', ['2026-07-01T00:00']],
  ['*-*-* *:0/5', 'every 5 minutes', ['2026-03-28T12:05']],
  ['*-*-* 02:30', 'at 02:30', ['2026-03-29T02:30']],
  [
    'Mon..Fri *-*-1..7 02:30 Europe/Berlin',
    'at 02:30, between day 1 and 7 of the month, Monday through Friday (Europe/Berlin)',
    ['2026-04-01T00:30'],
  ],
  ['Mon *-05~07/1', 'Mon *-05~07/1', ['2026-05-25T00:00']],
  ['*-02~03', 'at 00:00, 2 days before the last day of the month, only in February', ['2027-02-26T00:00']],
  ['*-*~1 04:00', 'at 04:00, on the last day of the month', ['2026-03-31T04:00']],
  ['Wed, 17:48', 'at 17:48, only on Wednesday', ['2026-04-01T17:48']],
  [
    'Thu..Sat 2026-*-1/3',
    'at 00:00, every 3 days in a month, Thursday through Saturday, only in 2026',
    ['2026-04-04T00:00'],
  ],
  [
    '2026..2030/2-1-1',
    'at 00:00, on day 1 of the month, only in January, only in 2026, 2028, and 2030',
    ['2028-01-01T00:00'],
  ],
  ['05:40:23.42/3.17', '05:40:23.42/3.17', ['2026-03-29T05:40', '2026-03-29T05:40']],
  ['2003-03-05 05:40 UTC', 'at 05:40, on day 5 of the month, only in March, only in 2003 (UTC)', []],
  ['*-2-30', 'at 00:00, on day 30 of the month, only in February', []],
  ['02:30 Europe/Berlin', 'at 02:30 (Europe/Berlin)', ['2026-03-30T00:30']],
  ['@1800000000', 'once, 2027-01-15 08:00:00 UTC (UTC)', ['2027-01-15T08:00']],
];

describe('calendar events that systemd takes', () => {
  for (const [text, words, runs] of taken)
    test(text, () => {
      const parsed = parseSchedule(text, { dialect: 'systemd', timeZone: '' });
      assert.ok(parsed.ok);
      assert.equal(inWords(parsed.value), words);
      const found = nextRuns(parsed.value, after, Math.max(1, runs.length));
      assert.deepEqual(
        found.map(run => run.toISOString().slice(0, 16)),
        runs,
      );
    });
});

const refused: readonly (readonly [string, ScheduleReason])[] = [
  ['*-*-31..1', 'range-reversed'],
  ['Sun..Mon', 'bad-field'],
  ['Months *-*-*', 'bad-field'],
  ['*-*-* 25:00', 'out-of-range'],
  ['*:*:*/30', 'bad-field'],
  ['*-*~31', 'out-of-range'],
  ['2026-13-01', 'out-of-range'],
  ['2026-12', 'out-of-range'],
  ['02:30 Nowhere/City', 'number-of-fields'],
  ['every night', 'number-of-fields'],
];

describe('calendar events that systemd refuses', () => {
  for (const [text, reason] of refused)
    test(text, () => {
      const parsed = parseSchedule(text, { dialect: 'systemd', timeZone: '' });
      assert.equal(!parsed.ok && parsed.error.reason, reason);
    });
});

const intervals: readonly (readonly [string, string, number | undefined])[] = [
  ['OnBootSec=15min', '15m after boot', 0],
  ['OnUnitActiveSec=1h 30min', 'every 1h30m after the last start', 16],
  ['OnUnitInactiveSec=90', 'every 1m30s after the last end', 960],
  ['OnStartupSec=1.5h', '1h30m after the service manager starts', 0],
  ['OnActiveSec=2 weeks', '14d after the timer is started', 0],
  ['OnBootSec=5 foo', '', undefined],
  ['OnBootSec=', '', undefined],
  ['OnFridaySec=5', '', undefined],
];

describe('intervals', () => {
  for (const [text, words, runsPerDay] of intervals)
    test(text, () => {
      const parsed = parseSchedule(text, { dialect: 'systemd-interval', timeZone: '' });
      assert.equal(parsed.ok ? inWords(parsed.value) : '', words);
      assert.equal(parsed.ok ? frequency(parsed.value).runsPerDay : undefined, runsPerDay);
    });
});
