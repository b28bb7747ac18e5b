import type { Result } from '../../../model/result.ts';
import { fail, succeed } from '../../../model/result.ts';
import type { Pattern, PatternPart } from './pattern.ts';
import { joined, parsePattern, plainPattern, plainText } from './pattern.ts';

/** Each plain stretch in another encoding, its bytes read as UTF-8 again, as pySigma does; base64 then sees those bytes. */
export function encoded(
  pattern: Pattern,
  encoding: 'utf16le' | 'utf16be' | 'utf16',
): Result<Pattern, string> {
  const parts: PatternPart[] = encoding === 'utf16' ? [{ type: 'text', text: byteOrderMark }] : [];
  for (const part of pattern) {
    const text = part.type === 'text' ? bytesAsText(part.text, encoding) : '';
    if (text === undefined) return fail('is not ASCII; UTF-16 of other text cannot be searched for');
    parts.push(part.type === 'text' ? { type: 'text', text } : part);
  }
  return succeed(joined(parts));
}

const byteOrderMark = '\ufeff';

function bytesAsText(text: string, encoding: string): string | undefined {
  const bytes = Buffer.from(text, 'utf16le');
  if (encoding === 'utf16be') bytes.swap16();
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export function base64(pattern: Pattern, afterUtf16: boolean): Result<Pattern, string> {
  const bytes = bytesOf(pattern, afterUtf16);
  return bytes.ok ? succeed(plainPattern(bytes.value.toString('base64'))) : bytes;
}

/** The part of the encoding that is the same wherever the text stands, for each of the three positions. */
export function base64Offset(pattern: Pattern, afterUtf16: boolean): Result<readonly Pattern[], string> {
  const bytes = bytesOf(pattern, afterUtf16);
  if (!bytes.ok) return bytes;
  const forms = [0, 1, 2].map(shift => {
    const text = Buffer.concat([Buffer.alloc(shift, ' '), bytes.value]).toString('base64');
    const start = [0, 2, 3][shift];
    const end = [undefined, -3, -2][(bytes.value.length + shift) % 3];
    return plainPattern(text.slice(start, end));
  });
  return succeed(forms);
}

/** The mark that `utf16` puts in front is U+FEFF in text, and FF FE in the bytes that are encoded. */
function bytesOf(pattern: Pattern, afterUtf16: boolean): Result<Buffer, string> {
  const text = plainText(pattern);
  if (text === undefined) return fail('has wildcards; text with wildcards cannot be encoded');
  const bytes = Buffer.from(text, 'utf8');
  if (!afterUtf16 || !text.startsWith(byteOrderMark)) return succeed(bytes);
  return succeed(Buffer.concat([Buffer.from([0xff, 0xfe]), bytes.subarray(3)]));
}

const dashes = ['-', '/', '\u2013', '\u2014', '\u2015'];
const maxDashes = 3;

/** Every way to write the dashes that begin a word; three at most, as in pySigma: 125 patterns. */
export function withDashes(pattern: Pattern): Result<readonly Pattern[], string> {
  let count = 0;
  let forms: readonly Pattern[] = [[]];
  for (const part of pattern) {
    const pieces = part.type === 'text' ? part.text.split(/(?<![\p{L}\p{N}_])[-/](?=[\p{L}\p{N}_])/u) : [];
    count += Math.max(pieces.length - 1, 0);
    if (count > maxDashes) return fail(`has more than ${maxDashes} dashes to expand; split it`);
    forms = part.type === 'text' ? expandPieces(forms, pieces) : forms.map(form => [...form, part]);
  }
  return succeed(forms.map(joined));
}

function expandPieces(forms: readonly Pattern[], pieces: readonly string[]): readonly Pattern[] {
  let result = forms.map(form => [...form, text(pieces[0] ?? '')]);
  for (const piece of pieces.slice(1))
    result = dashes.flatMap(dash => result.map(form => [...form, text(dash), text(piece)]));
  return result;
}

const text = (value: string) => ({ type: 'text', text: value }) as const;

export interface Placeholders {
  readonly [name: string]: readonly string[];
}

const maxExpansions = 200;

/** Every combination of the values of `%name%` placeholders. A tool that cannot replace one must reject the rule. */
export function withPlaceholders(
  pattern: Pattern,
  placeholders: Placeholders,
): Result<readonly Pattern[], string> {
  let forms: readonly Pattern[] = [[]];
  for (const part of pattern.flatMap(splitPlaceholders)) {
    const known = part.type !== 'placeholder' || Object.hasOwn(placeholders, part.name);
    if (!known) return fail(`has the placeholder %${part.name}%, for which no values are configured`);
    const choices =
      part.type === 'placeholder' ? (placeholders[part.name] ?? []).map(parsePattern) : [[part]];
    forms = forms.flatMap(form => choices.map(choice => [...form, ...choice]));
    if (forms.length > maxExpansions) return fail(`expands to more than ${maxExpansions} values`);
  }
  return succeed(forms.map(joined));
}

type PlaceholderPart = PatternPart | { readonly type: 'placeholder'; readonly name: string };

function splitPlaceholders(part: PatternPart): readonly PlaceholderPart[] {
  if (part.type !== 'text') return [part];
  // `\%` is a plain percent sign (specification, "Placeholders").
  return part.text.split(/(?<!\\)%([^%\\]+)%/).flatMap((piece, index): readonly PlaceholderPart[] => {
    if (index % 2 === 1) return [{ type: 'placeholder', name: piece }];
    return piece === '' ? [] : [text(piece.replaceAll('\\%', '%'))];
  });
}
