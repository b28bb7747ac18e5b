import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readTime } from './read-time.ts';

const now = Date.parse('2026-11-23T12:00:00Z');
const timeOf = (text: string): number | undefined => {
  const read = readTime(text, now);
  return read.ok ? read.value : undefined;
};

describe('times that users give', () => {
  const right: readonly (readonly [text: string, time: string])[] = [
    ['2026-11-23', '2026-11-23T00:00:00Z'],
    ['2026-11-23T04:37:02Z', '2026-11-23T04:37:02Z'],
    ['2026-11-23T04:37:02.123456Z', '2026-11-23T04:37:02.123Z'],
    ['2026-11-23t04:37:02z', '2026-11-23T04:37:02Z'],
    ['2026-11-23 04:37Z', '2026-11-23T04:37:00Z'],
    ['2026-11-23T04:37:02+02:00', '2026-11-23T02:37:02Z'],
    ['30s', '2026-11-23T11:59:30Z'],
    ['90m', '2026-11-23T10:30:00Z'],
    ['1h30m', '2026-11-23T10:30:00Z'],
    ['2d', '2026-11-21T12:00:00Z'],
    ['1w', '2026-11-16T12:00:00Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z'],
  ];
  for (const [text, time] of right) it(text, () => assert.equal(timeOf(text), Date.parse(time)));

  const wrong = [
    '',
    'now',
    'yesterday',
    '2026-11-23T04:37:02',
    '2026-02-30',
    '2026-13-01',
    '2025-02-29',
    '-2h',
    '2 h',
    '2y',
    '1700000000',
    '2026-11-23T25:00:00Z',
    '23/11/2026',
  ];
  for (const text of wrong)
    it(`not "${text}"`, () => {
      const read = readTime(text, now);
      assert.ok(!read.ok && read.error.includes('is no time'));
    });

  it('absent is open', () => assert.deepEqual(readTime(undefined, now), { ok: true, value: undefined }));

  it('every time that a computer writes', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1970-01-02'), max: new Date('9999-12-30'), noInvalidDate: true }),
        date => {
          assert.equal(timeOf(date.toISOString()), date.getTime());
        },
      ),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), text => void readTime(text, now)));
  });
});
