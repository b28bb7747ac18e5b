import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { inWords } from './in-words.ts';
import { parseSchedule } from './parse-schedule.ts';
import { isDue, nextRuns, previousRun } from './runs.ts';
import type { Dialect, ScheduleReason } from './schedule.ts';
import { dialects, longestText } from './schedule.ts';

const refused: readonly (readonly [Dialect, string, string, ScheduleReason])[] = [
  ['kubernetes', '', '', 'empty'],
  ['kubernetes', '1'.repeat(longestText + 1), '', 'too-long'],
  ['kubernetes', '* * * *', '', 'number-of-fields'],
  ['kubernetes', '* * * * * *', '', 'number-of-fields'],
  ['kubernetes', ' @daily', '', 'number-of-fields'],
  ['kubernetes', '60 * * * *', '', 'out-of-range'],
  ['kubernetes', '* * 0 * *', '', 'out-of-range'],
  ['kubernetes', '* * * * 7', '', 'out-of-range'],
  ['kubernetes', '* * * * sunday', '', 'not-a-number'],
  ['kubernetes', '30-20 * * * *', '', 'range-reversed'],
  ['kubernetes', '*/0 * * * *', '', 'step-zero'],
  ['kubernetes', '-5 * * * *', '', 'not-a-number'],
  ['kubernetes', '1-2-3 * * * *', '', 'too-many-hyphens'],
  ['kubernetes', '1/2/3 * * * *', '', 'too-many-slashes'],
  ['kubernetes', '@reboot', '', 'unknown-macro'],
  ['kubernetes', '@Daily', '', 'unknown-macro'],
  ['kubernetes', '@every 5', '', 'bad-duration'],
  ['kubernetes', '@every 1d', '', 'bad-duration'],
  ['kubernetes', 'TZ=0', '', 'bad-zone-prefix'],
  ['kubernetes', 'TZ=Europe/Nowhere * * * * *', '', 'unknown-time-zone'],
  ['kubernetes', '* * * * *', 'europe/berlin', 'unknown-time-zone'],
  ['kubernetes', '* * * * *', '+02:00', 'unknown-time-zone'],
  ['kubernetes', '* * * * *', 'Local', 'unknown-time-zone'],
  ['robfig-fields', '@daily', 'UTC', 'unknown-macro'],
  ['robfig-1', '0 0 * *', '', 'number-of-fields'],
];

describe('what a parser refuses', () => {
  for (const [dialect, text, timeZone, reason] of refused)
    test(`${dialect}: ${JSON.stringify(text.slice(0, 30))} ${timeZone}: ${reason}`, () => {
      const parsed = parseSchedule(text, { dialect, timeZone });
      assert.equal(parsed.ok, false);
      assert.equal(!parsed.ok && parsed.error.reason, reason);
    });
});

const after = new Date('2026-03-28T12:00:00Z');

const taken: readonly (readonly [Dialect, string, string, string])[] = [
  ['kubernetes', '+5 012 * * *', '', '2026-03-28T12:05:00Z'],
  ['kubernetes', '0 0 * * SUN', '', '2026-03-29T00:00:00Z'],
  ['kubernetes', '0 0 ? JAN-mar ?', '', '2026-03-29T00:00:00Z'],
  ['kubernetes', '*-banana * * * *', '', '2026-03-28T12:01:00Z'],
  ['kubernetes', '50/4 * * * *', '', '2026-03-28T12:50:00Z'],
  // A star in one of the fields of days: both count. None: either.
  ['kubernetes', '0 0 13 * *', '', '2026-04-13T00:00:00Z'],
  ['kubernetes', '0 0 13 * 5', '', '2026-04-03T00:00:00Z'],
  ['kubernetes', '0 0 */30 * 5', '', '2026-03-31T00:00:00Z'],
  ['kubernetes', '0 0 13 * ?', '', '2026-04-13T00:00:00Z'],
  // The clock is put forward from 02:00 to 03:00 on 29 March: half past two is left out.
  ['kubernetes', '30 2 * * *', 'Europe/Berlin', '2026-03-30T00:30:00Z'],
  ['robfig', 'CRON_TZ=Europe/Berlin 30 3 * * *', '', '2026-03-29T01:30:00Z'],
  ['robfig-seconds', '15 30 3 * * *', 'UTC', '2026-03-29T03:30:15Z'],
  ['robfig-seconds', '30 3 * * *', 'UTC', '2026-03-29T03:30:00Z'],
  ['robfig-1', '15 30 3 * *', 'UTC', '2026-03-29T03:30:15Z'],
  ['robfig-1', '0 0 0 */30 * 5', '', '2026-05-01T00:00:00Z'],
];

describe('what a parser takes', () => {
  for (const [dialect, text, timeZone, next] of taken)
    test(`${dialect}: ${text} ${timeZone}`, () => {
      const parsed = parseSchedule(text, { dialect, timeZone });
      assert.ok(parsed.ok);
      assert.deepEqual(nextRuns(parsed.value, after, 1), [new Date(next)]);
    });

  test('an hour that comes twice is run twice', () => {
    const parsed = parseSchedule('30 2 * * *', { dialect: 'kubernetes', timeZone: 'Europe/Berlin' });
    assert.ok(parsed.ok);
    const runs = nextRuns(parsed.value, new Date('2026-10-24T12:00:00Z'), 3);
    assert.deepEqual(
      runs.map(run => run.toISOString().slice(0, 16)),
      ['2026-10-25T00:30', '2026-10-25T01:30', '2026-10-26T01:30'],
    );
  });
});

/** Texts made of what schedules are made of, besides any text. */
const pieces = fc.constantFrom(
  ...'0 1 5 7 13 23 31 59 60 99 2026 * ? / - , # ~ .. : L W @ + ; T'.split(' '),
  ...'mon fri sun feb dec MON-FRI */5 1-5 TZ=UTC CRON_TZ=Europe/Berlin @daily @every 1h -1.5h'.split(' '),
  ...'cron( rate( at( ) minutes hour UTC hourly weekly 2026-02-30 12:00:00 İ 9999999999999999999999'.split(
    ' ',
  ),
);
const texts = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc
    .array(fc.oneof(pieces, fc.constantFrom(' ', ' ', '\t', '\u0085', '')), { maxLength: 30 })
    .map(all => all.join('')),
  fc
    .array(fc.array(pieces, { minLength: 1, maxLength: 3 }), { minLength: 4, maxLength: 8 })
    .map(fields => fields.map(field => field.join('')).join(' ')),
);
const zones = fc.constantFrom(
  '',
  'UTC',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  '__proto__',
);
const moments = fc.date({ min: new Date('1970-01-02'), max: new Date('2090-01-01'), noInvalidDate: true });

describe('any text', () => {
  for (const dialect of dialects)
    test(`${dialect}: never an error, and the next run is due, later, and the previous one of what follows it`, () => {
      fc.assert(
        fc.property(texts, zones, moments, (text, timeZone, moment) => {
          const parsed = parseSchedule(text, { dialect, timeZone });
          if (!parsed.ok) return;
          const schedule = parsed.value;
          assert.notEqual(inWords(schedule), '');
          const runs = nextRuns(schedule, moment, 4);
          let last = moment;
          for (const run of runs) {
            assert.ok(run > last || (last === moment && run.getTime() > last.getTime() - 1_000));
            assert.ok(isDue(schedule, run) !== false);
            last = run;
          }
          const [first, second] = runs;
          if (first === undefined || second === undefined || isDue(schedule, first) === undefined) return;
          assert.deepEqual(previousRun(schedule, second), first);
        }),
        { numRuns: 300 },
      );
    });
});
