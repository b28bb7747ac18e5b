import type { Microseconds } from './event-time.ts';

/** s, m, h and d are the specification's; w, M and y are pySigma's, with its lengths of a month and a year. */
const seconds = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
  ['w', 604_800],
  ['M', 2_629_746],
  ['y', 31_556_952],
]);

const maxSeconds = 100 * 31_556_952;

export function parseTimespan(text: string): Microseconds | undefined {
  const [, count = '', unit = ''] = /^([0-9]{1,10})([smhdwMy])$/.exec(text) ?? [];
  const length = Number(count) * (seconds.get(unit) ?? 0);
  return length > 0 && length <= maxSeconds ? length * 1_000_000 : undefined;
}

/** `5 minutes`, for sentences. */
export function timespanText(span: Microseconds): string {
  const total = span / 1_000_000;
  const units = [
    { name: 'day', length: 86_400 },
    { name: 'hour', length: 3600 },
    { name: 'minute', length: 60 },
  ];
  const unit = units.find(({ length }) => total % length === 0) ?? { name: 'second', length: 1 };
  const count = total / unit.length;
  return `${count} ${unit.name}${count === 1 ? '' : 's'}`;
}
