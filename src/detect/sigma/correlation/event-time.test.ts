import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseEventTime } from './event-time.ts';

const base = Date.UTC(2026, 10, 23, 4, 37, 2) * 1000;

const times: readonly (readonly [string, number | undefined])[] = [
  ['2026-11-23T04:37:02Z', base],
  ['2026-11-23T04:37:02.1Z', base + 100_000],
  ['2026-11-23T04:37:02.000001Z', base + 1],
  ['2026-11-23T04:37:02.999999Z', base + 999_999],
  ['2026-11-23T04:37:02.9999999Z', base + 999_999],
  ['2026-11-23t04:37:02.5z', base + 500_000],
  ['2026-11-23T06:37:02+02:00', base],
  ['2026-11-22T23:07:02-05:30', base],
  ['2026-12-31T23:59:60Z', Date.UTC(2027, 0, 1) * 1000],
  ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29) * 1000],
  ['0001-01-01T00:00:00Z', -62_135_596_800_000_000],
  ['2026-02-29T00:00:00Z', undefined],
  ['2026-13-01T00:00:00Z', undefined],
  ['2026-00-01T00:00:00Z', undefined],
  ['2026-11-00T00:00:00Z', undefined],
  ['2026-11-23T24:00:00Z', undefined],
  ['2026-11-23T04:60:00Z', undefined],
  ['2026-11-23T04:37:61Z', undefined],
  ['2026-11-23T04:37:02', undefined],
  ['2026-11-23T04:37:02+24:00', undefined],
  ['2026-11-23 04:37:02Z', undefined],
  ['2026-11-23', undefined],
  ['', undefined],
  ['null', undefined],
];

for (const [text, expected] of times) {
  test(`time ${text || '(empty)'}`, () => assert.equal(parseEventTime(text), expected));
}

test('every microsecond between 1970 and 2255 is exact', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9_000_000_000 }), fc.nat(999_999), (seconds, micros) => {
      const text = new Date(seconds * 1000)
        .toISOString()
        .replace('.000Z', `.${String(micros).padStart(6, '0')}Z`);
      assert.equal(parseEventTime(text), seconds * 1_000_000 + micros);
    }),
  );
});

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.string(), text => assert.ok(parseEventTime(text) === undefined || text.length > 18)),
  );
});
