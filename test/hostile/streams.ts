import { dull, wanted } from './corpus.ts';

const mebibyte = 1024 * 1024;

export interface Stream {
  readonly name: string;
  readonly megabytes: number;
  readonly first: string;
  /** Goes on and on behind `first`. */
  readonly unit: string | Buffer;
  readonly last: string;
  readonly atLeast: { readonly events: number; readonly refusals: number };
}

const none = { events: 0, refusals: 0 };
const eventList = '{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[';
export const streams: readonly Stream[] = [
  {
    name: 'a log',
    megabytes: 300,
    first: '',
    unit: `${JSON.stringify(dull)}\n${JSON.stringify(wanted)}\n`,
    last: '',
    atLeast: { events: 100_000, refusals: 0 },
  },
  {
    name: 'an EventList on one line',
    megabytes: 300,
    first: eventList,
    unit: `${JSON.stringify(wanted)},`,
    last: '{}]}',
    atLeast: { events: 100_000, refusals: 1 },
  },
  {
    name: 'a line without end',
    megabytes: 100,
    first: `${JSON.stringify(wanted)}\n`,
    unit: 'x'.repeat(4096),
    last: '\n',
    atLeast: { events: 1, refusals: 1 },
  },
  {
    name: 'a value without end',
    megabytes: 100,
    first: `${eventList}{"a":"`,
    unit: 'x\\"'.repeat(1000),
    last: '"}]}',
    atLeast: { events: 0, refusals: 1 },
  },
  {
    name: 'brackets without end',
    megabytes: 50,
    first: eventList,
    unit: '['.repeat(4096),
    last: '',
    atLeast: { events: 0, refusals: 1 },
  },
  {
    name: 'a hole',
    megabytes: 100,
    first: '',
    unit: Buffer.alloc(4096),
    last: `${JSON.stringify(wanted)}\n`,
    atLeast: { events: 1, refusals: 1 },
  },
  {
    name: 'cut lines',
    megabytes: 30,
    first: `${JSON.stringify(wanted)}\n`,
    unit: '{"a":\n',
    last: '',
    atLeast: { events: 1, refusals: 1_000_000 },
  },
  {
    name: 'broken lines',
    megabytes: 2,
    first: `${JSON.stringify(wanted)}\n`,
    unit: '{"a":}\n',
    last: '',
    atLeast: { events: 1, refusals: 100_000 },
  },
  {
    name: 'nothing known',
    megabytes: 100,
    first: '',
    unit: 'hello\n',
    last: '',
    atLeast: { ...none, refusals: 1 },
  },
];

/** Chunks of about a mebibyte, cut without regard to lines. */
export function* chunksOf({ first, unit, last, megabytes }: Stream): Generator<Buffer> {
  yield Buffer.from(first);
  const bytes = Buffer.from(unit);
  const chunk = Buffer.alloc(Math.ceil(mebibyte / bytes.length) * bytes.length, bytes);
  for (let given = 0; given < megabytes * mebibyte; given += chunk.length) {
    yield chunk.subarray(0, 1000);
    yield chunk.subarray(1000);
  }
  yield Buffer.from(last);
}
