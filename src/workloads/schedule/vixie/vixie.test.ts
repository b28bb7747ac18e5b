import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inWords } from '../in-words.ts';
import { parseSchedule } from '../parse-schedule.ts';
import { nextRuns } from '../runs.ts';
import type { ScheduleReason } from '../schedule.ts';

const after = new Date('2026-03-28T12:00:00Z');

const taken: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['*/10 * * * *', '', 'every 10 minutes', ['2026-03-28T12:10', '2026-03-28T12:20']],
  ['0 4 * * Sun', '', 'at 04:00, only on Sunday', ['2026-03-29T04:00', '2026-04-05T04:00']],
  ['0 4 * * 7', '', 'at 04:00, only on Sunday', ['2026-03-29T04:00', '2026-04-05T04:00']],
  ['0 4 * * mon-fri', '', 'at 04:00, Monday through Friday', ['2026-03-30T04:00', '2026-03-31T04:00']],
  ['0 4 * JAN,apr *', '', 'at 04:00, only in January and April', ['2026-04-01T04:00', '2026-04-02T04:00']],
  // Neither field of days begins with a star: either will do. One of them does: both must fit.
  [
    '0 0 13 * 5',
    '',
    'at 00:00, on day 13 of the month, and on Friday',
    ['2026-04-03T00:00', '2026-04-10T00:00', '2026-04-13T00:00'],
  ],
  [
    '0 0 */2 * 5',
    '',
    'at 00:00, every 2 days in a month, and on Friday',
    ['2026-04-03T00:00', '2026-04-17T00:00'],
  ],
  // A range to before its beginning is taken, and holds nothing.
  ['0 5-3 * * *', '', 'at 05:00 through 03:59', []],
  ['@daily', '', 'at 00:00', ['2026-03-29T00:00', '2026-03-30T00:00']],
  ['@weekly', '', 'at 00:00, only on Sunday', ['2026-03-29T00:00', '2026-04-05T00:00']],
  ['@reboot', '', 'when the machine starts', []],
  // Fixed times that the clock skips are made up for at once; what has a star in it goes by the clock.
  ['30 2 * * *', 'Europe/Berlin', 'at 02:30 (Europe/Berlin)', ['2026-03-29T01:00', '2026-03-30T00:30']],
  [
    '30 * * * *',
    'Europe/Berlin',
    'at 30 minutes past the hour (Europe/Berlin)',
    ['2026-03-28T12:30', '2026-03-28T13:30'],
  ],
];

describe('what cron takes', () => {
  for (const [text, timeZone, words, runs] of taken)
    test(`${text} ${timeZone}`, () => {
      const parsed = parseSchedule(text, { dialect: 'vixie', timeZone });
      assert.ok(parsed.ok);
      if (runs.length > 0) assert.equal(inWords(parsed.value), words);
      assert.deepEqual(
        nextRuns(parsed.value, after, Math.max(1, runs.length)).map(run => run.toISOString().slice(0, 16)),
        runs,
      );
    });

  test('an hour that comes twice: fixed times once, the others as often as the clock shows them', () => {
    const runsOf = (text: string): readonly string[] => {
      const parsed = parseSchedule(text, { dialect: 'vixie', timeZone: 'Europe/Berlin' });
      assert.ok(parsed.ok);
      return nextRuns(parsed.value, new Date('2026-10-24T23:45:00Z'), 3).map(run =>
        run.toISOString().slice(11, 16),
      );
    };
    assert.deepEqual(runsOf('30 2,3 * * *'), ['00:30', '02:30', '01:30']);
    assert.deepEqual(runsOf('30 * * * *'), ['00:30', '01:30', '02:30']);
  });
});

const refused: readonly (readonly [string, ScheduleReason])[] = [
  ['* * * *', 'number-of-fields'],
  ['* * * * * *', 'number-of-fields'],
  ['60 * * * *', 'out-of-range'],
  ['* * 0 * *', 'out-of-range'],
  ['* * * * 8', 'out-of-range'],
  ['1/20 * * * *', 'bad-field'],
  ['*/0 * * * *', 'step-zero'],
  ['*-5 * * * *', 'bad-field'],
  ['1,,2 * * * *', 'bad-field'],
  ['* * * * sunday', 'not-a-number'],
  ['@every 5m', 'unknown-macro'],
  ['@Daily', 'unknown-macro'],
];

describe('what cron refuses', () => {
  for (const [text, reason] of refused)
    test(text, () => {
      const parsed = parseSchedule(text, { dialect: 'vixie', timeZone: '' });
      assert.equal(!parsed.ok && parsed.error.reason, reason);
    });
});
