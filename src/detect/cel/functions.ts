import type { CelType } from './cel-type.ts';
import { types } from './cel-type.ts';

export interface Signature {
  /** Of a method: what it is called on. */
  readonly target?: readonly CelType['kind'][];
  readonly args: readonly (readonly CelType['kind'][])[];
  /** `same`: the type of its target, or of its first argument. */
  readonly result: CelType | 'same';
}

const { string, bool, int, double, bytes, dyn, other } = types;
const listOfText: CelType = { kind: 'list', of: string };

const numbers = ['int', 'double'] as const;
const ordered = ['int', 'double', 'string', 'bool', 'bytes', 'other'] as const;
const sized = ['string', 'bytes', 'list', 'map'] as const;
const any = ['string', 'bool', 'int', 'double', 'bytes', 'null', 'list', 'map', 'object', 'other'] as const;

const onText = (result: CelType, ...args: readonly (readonly CelType['kind'][])[]): Signature => ({
  target: ['string'],
  args,
  result,
});
const plain = (result: CelType | 'same', ...args: readonly (readonly CelType['kind'][])[]): Signature => ({
  args,
  result,
});
const compare = [plain(bool, ordered, ordered)];
const arithmetic = [plain('same', numbers, numbers), plain(other, ['other'], ['other'])];
const partOfTime = [
  { target: ['other'], args: [], result: int },
  { target: ['other'], args: [['string']], result: int },
] as const;

/** Every function of CEL and of its strings extension, with all its forms. `dyn` fits everywhere. */
export const functions: ReadonlyMap<string, readonly Signature[]> = new Map<string, readonly Signature[]>([
  ['_&&_', [plain(bool, ['bool'], ['bool'])]],
  ['_||_', [plain(bool, ['bool'], ['bool'])]],
  ['!_', [plain(bool, ['bool'])]],
  ['_==_', [plain(bool, any, any)]],
  ['_!=_', [plain(bool, any, any)]],
  ['_<_', compare],
  ['_<=_', compare],
  ['_>_', compare],
  ['_>=_', compare],
  [
    '_+_',
    [
      ...arithmetic,
      plain('same', ['string'], ['string']),
      plain('same', ['bytes'], ['bytes']),
      plain('same', ['list'], ['list']),
    ],
  ],
  ['_-_', arithmetic],
  ['_*_', [plain('same', numbers, numbers)]],
  ['_/_', [plain('same', numbers, numbers)]],
  ['_%_', [plain('same', ['int'], ['int'])]],
  ['-_', [plain('same', numbers)]],
  ['@in', [plain(bool, any, ['list', 'map'])]],
  ['size', [plain(int, sized), { target: sized, args: [], result: int }]],
  ['contains', [onText(bool, ['string'])]],
  ['startsWith', [onText(bool, ['string'])]],
  ['endsWith', [onText(bool, ['string'])]],
  ['matches', [onText(bool, ['string']), plain(bool, ['string'], ['string'])]],
  ['charAt', [onText(string, ['int'])]],
  ['indexOf', [onText(int, ['string']), onText(int, ['string'], ['int'])]],
  ['lastIndexOf', [onText(int, ['string']), onText(int, ['string'], ['int'])]],
  ['lowerAscii', [onText(string)]],
  ['upperAscii', [onText(string)]],
  ['replace', [onText(string, ['string'], ['string']), onText(string, ['string'], ['string'], ['int'])]],
  ['split', [onText(listOfText, ['string']), onText(listOfText, ['string'], ['int'])]],
  ['substring', [onText(string, ['int']), onText(string, ['int'], ['int'])]],
  ['trim', [onText(string)]],
  ['format', [onText(string, ['list'])]],
  [
    'join',
    [
      { target: ['list'], args: [], result: string },
      { target: ['list'], args: [['string']], result: string },
    ],
  ],
  ['int', [plain(int, any)]],
  ['uint', [plain(int, any)]],
  ['double', [plain(double, any)]],
  ['string', [plain(string, any)]],
  ['bytes', [plain(bytes, any)]],
  ['bool', [plain(bool, any)]],
  ['dyn', [plain(dyn, any)]],
  ['type', [plain(other, any)]],
  ['duration', [plain(other, any)]],
  ['timestamp', [plain(other, any)]],
  ...[
    'getFullYear',
    'getMonth',
    'getDate',
    'getDayOfMonth',
    'getDayOfWeek',
    'getDayOfYear',
    'getHours',
    'getMinutes',
    'getSeconds',
    'getMilliseconds',
  ].map(name => [name, partOfTime] as const),
]);

export const macroNames = ['exists', 'all', 'exists_one', 'filter', 'map', 'has'] as const;

/** Operators as they are written, for messages. */
export function spelled(name: string): string {
  if (name === '@in') return 'in';
  return name.replace(/^_(.+)_$/, '$1').replace(/^(.)_$/, '$1');
}
