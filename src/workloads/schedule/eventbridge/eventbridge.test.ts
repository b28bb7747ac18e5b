import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { frequency } from '../frequency.ts';
import { inWords } from '../in-words.ts';
import { parseSchedule } from '../parse-schedule.ts';
import { nextRuns } from '../runs.ts';
import type { ScheduleReason } from '../schedule.ts';

const after = new Date('2026-03-28T12:00:00Z');

/** The examples of docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html, and what they are said to mean. */
const taken: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['cron(0 10 * * ? *)', '', 'at 10:00 (UTC)', ['2026-03-29T10:00', '2026-03-30T10:00']],
  ['cron(15 12 * * ? *)', '', 'at 12:15 (UTC)', ['2026-03-28T12:15', '2026-03-29T12:15']],
  [
    'cron(0 18 ? * MON-FRI *)',
    '',
    'at 18:00, Monday through Friday (UTC)',
    ['2026-03-30T18:00', '2026-03-31T18:00'],
  ],
  [
    'cron(0 8 1 * ? *)',
    '',
    'at 08:00, on day 1 of the month (UTC)',
    ['2026-04-01T08:00', '2026-05-01T08:00'],
  ],
  ['cron(0/15 * * * ? *)', '', 'every 15 minutes (UTC)', ['2026-03-28T12:15', '2026-03-28T12:30']],
  [
    'cron(0/5 8-17 ? * 2-6 *)',
    '',
    'every 5 minutes, between 08:00 and 17:59, Monday through Friday (UTC)',
    ['2026-03-30T08:00', '2026-03-30T08:05'],
  ],
  [
    'cron(0 9 ? * 2#1 *)',
    '',
    'at 09:00, on the first Monday of the month (UTC)',
    ['2026-04-06T09:00', '2026-05-04T09:00'],
  ],
  [
    'cron(15 10 ? * 6L 2026-2027)',
    '',
    'at 10:15, on the last Friday of the month, 2026 through 2027 (UTC)',
    ['2026-04-24T10:15', '2026-05-29T10:15'],
  ],
  [
    'cron(0 5 L * ? *)',
    '',
    'at 05:00, on the last day of the month (UTC)',
    ['2026-03-31T05:00', '2026-04-30T05:00'],
  ],
  [
    'cron(0 5 3W * ? *)',
    '',
    'at 05:00, on the weekday nearest day 3 of the month (UTC)',
    ['2026-04-03T05:00', '2026-05-04T05:00'],
  ],
  [
    'cron(0 5 LW * ? *)',
    '',
    'at 05:00, on the last weekday of the month (UTC)',
    ['2026-03-31T05:00', '2026-04-30T05:00'],
  ],
  ['cron(0 0 ? * L *)', '', 'at 00:00, only on Saturday (UTC)', ['2026-04-04T00:00', '2026-04-11T00:00']],
  // The clock is put forward from 02:00 to 03:00 on 29 March, and half past two is left out.
  [
    'cron(30 2 * * ? *)',
    'Europe/Berlin',
    'at 02:30 (Europe/Berlin)',
    ['2026-03-30T00:30', '2026-03-31T00:30'],
  ],
  ['rate(5 minutes)', '', 'every 5m', ['2026-03-28T12:05', '2026-03-28T12:10']],
  ['rate(1 hour)', '', 'every 1h', ['2026-03-28T13:00', '2026-03-28T14:00']],
  ['rate(7 days)', '', 'every 7d', ['2026-04-04T12:00', '2026-04-11T12:00']],
  [
    'at(2026-11-20T13:00:00)',
    'America/New_York',
    'once, 2026-11-20 18:00:00 UTC (America/New_York)',
    ['2026-11-20T18:00'],
  ],
];

describe('what EventBridge takes', () => {
  for (const [text, timeZone, words, runs] of taken)
    test(`${text} ${timeZone}`, () => {
      const parsed = parseSchedule(text, { dialect: 'eventbridge', timeZone });
      assert.ok(parsed.ok);
      assert.equal(inWords(parsed.value), words);
      assert.deepEqual(
        nextRuns(parsed.value, after, runs.length).map(run => run.toISOString().slice(0, 16)),
        runs,
      );
    });

  test('an hour that comes twice is run once', () => {
    const parsed = parseSchedule('cron(30 2 * * ? *)', { dialect: 'eventbridge', timeZone: 'Europe/Berlin' });
    assert.ok(parsed.ok);
    const runs = nextRuns(parsed.value, new Date('2026-10-24T12:00:00Z'), 2);
    assert.deepEqual(
      runs.map(run => run.toISOString().slice(0, 16)),
      ['2026-10-25T00:30', '2026-10-26T01:30'],
    );
  });

  test('how often', () => {
    const often = (text: string) => {
      const parsed = parseSchedule(text, { dialect: 'eventbridge', timeZone: '' });
      return parsed.ok ? frequency(parsed.value) : undefined;
    };
    assert.deepEqual(often('rate(15 minutes)'), { runsPerDay: 96, shortestGapSeconds: 900, never: false });
    assert.deepEqual(often('cron(0 10 * * ? *)'), {
      runsPerDay: 1,
      shortestGapSeconds: 86_400,
      never: false,
    });
    assert.equal(often('cron(0 10 31 2 ? *)')?.never, true);
    assert.equal(often('at(2026-11-20T13:00:00)')?.runsPerDay, 0);
  });
});

const refused: readonly (readonly [string, ScheduleReason])[] = [
  ['0 10 * * ? *', 'bad-field'],
  ['cron(0 10 * * *)', 'number-of-fields'],
  ['cron(0 10 * * * *)', 'days-contradict'],
  ['cron(0 10 ? * ? *)', 'days-contradict'],
  ['cron(0 10 ? * 3#1,6#3 *)', 'bad-field'],
  ['cron(60 10 * * ? *)', 'out-of-range'],
  ['cron(0 10 ? * 0 *)', 'out-of-range'],
  ['cron(0/0 10 * * ? *)', 'step-zero'],
  ['rate(0 minutes)', 'out-of-range'],
  ['rate(5 seconds)', 'unknown-unit'],
  ['rate(minutes)', 'unknown-unit'],
  ['at(2026-02-30T00:00:00)', 'bad-time'],
  ['at(tomorrow)', 'bad-time'],
];

describe('what EventBridge refuses', () => {
  for (const [text, reason] of refused)
    test(text, () => {
      const parsed = parseSchedule(text, { dialect: 'eventbridge', timeZone: '' });
      assert.equal(!parsed.ok && parsed.error.reason, reason);
    });
});
