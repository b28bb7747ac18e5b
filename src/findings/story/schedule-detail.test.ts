import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ScheduleTimes } from './schedule-detail.ts';
import { scheduleDetail } from './schedule-detail.ts';

const nightly = { schedule: '30 2 * * *', timeZone: '', suspended: false } as const;
const moment = new Date('2026-11-23T04:37:14Z');
const changed: ScheduleTimes = { after: moment, before: moment, created: '', expressionBefore: '' };

describe('the runs around an incident', () => {
  test('of a schedule that was there before', () => {
    assert.deepEqual(scheduleDetail(nightly, changed), {
      expression: '30 2 * * *',
      before: '',
      dialect: 'kubernetes',
      timeZone: '',
      zoneAssumed: true,
      words: 'at 02:30',
      problem: '',
      suspended: false,
      previous: ['2026-11-21T02:30:00Z', '2026-11-22T02:30:00Z', '2026-11-23T02:30:00Z'],
      next: [
        '2026-11-24T02:30:00Z',
        '2026-11-25T02:30:00Z',
        '2026-11-26T02:30:00Z',
        '2026-11-27T02:30:00Z',
        '2026-11-28T02:30:00Z',
      ],
    });
  });

  const previous = (changes: Partial<ScheduleTimes>) =>
    scheduleDetail(nightly, { ...changed, ...changes })?.previous;

  test('nothing was due before the object was made', () => {
    assert.deepEqual(previous({ created: '2026-11-22T12:00:00Z' }), ['2026-11-23T02:30:00Z']);
    assert.deepEqual(previous({ before: undefined }), []);
  });

  test('what was due before was due by the schedule of before', () => {
    assert.deepEqual(previous({ expressionBefore: '0 4 * * 1' }), [
      '2026-11-09T04:00:00Z',
      '2026-11-16T04:00:00Z',
      '2026-11-23T04:00:00Z',
    ]);
  });

  test('a suspended one has no next run, one that never fires neither', () => {
    assert.deepEqual(scheduleDetail({ ...nightly, suspended: true }, changed)?.next, []);
    assert.deepEqual(scheduleDetail({ ...nightly, schedule: '0 0 31 2 *' }, changed)?.next, []);
  });

  test('runs that are not computed are not none', () => {
    const detail = scheduleDetail(nightly, { ...changed, after: undefined });
    assert.deepEqual([detail?.previous, detail?.next], [[], null]);
    const event = scheduleDetail(
      { ...nightly, schedule: 'rate(5 minutes)', dialect: 'eventbridge' },
      changed,
    );
    assert.equal(event?.problem, '');
  });

  test('what no scheduler takes says why', () => {
    const detail = scheduleDetail({ ...nightly, schedule: '99 * * * *' }, changed);
    assert.equal(detail?.problem, 'beyond the range of its field: 99');
    assert.equal(detail?.next, null);
  });

  test('the time zone is the one that counts', () => {
    const zoneOf = (schedule: string, timeZone: string) => {
      const detail = scheduleDetail({ ...nightly, schedule, timeZone }, changed);
      return [detail?.timeZone, detail?.zoneAssumed];
    };
    assert.deepEqual(zoneOf('30 2 * * *', 'Asia/Tokyo'), ['Asia/Tokyo', false]);
    assert.deepEqual(zoneOf('CRON_TZ=Europe/Berlin 30 2 * * *', ''), ['Europe/Berlin', false]);
    assert.deepEqual(zoneOf('@every 5m', ''), ['', false]);
  });

  test('no schedule, no detail', () =>
    assert.equal(scheduleDetail({ ...nightly, schedule: '' }, changed), undefined));
});
