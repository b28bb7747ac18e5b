import type { Cursor } from './cursor.ts';
import { endOfLine, fault, take } from './cursor.ts';

/** A text in quotes or a heredoc, or undefined if none stands here. */
export function takeText(cursor: Cursor): string | undefined {
  if (cursor.text[cursor.at] === '"') return takeQuoted(cursor);
  return cursor.text.startsWith('<<', cursor.at) ? takeHeredoc(cursor) : undefined;
}

const escapes = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['"', '"'],
  ['\\', '\\'],
]);

/** Templates (`${...}`, `%{...}`) stay as text, with whatever quotes are in them. */
function takeQuoted(cursor: Cursor): string {
  const { text } = cursor;
  const pieces: string[] = [];
  let at = cursor.at + 1;
  while (at < text.length && text[at] !== '\n') {
    if (text[at] === '"') {
      cursor.at = at + 1;
      return pieces.join('');
    }
    const end = endOfPiece(text, at);
    const piece = text.slice(at, end);
    pieces.push(piece.startsWith('\\') ? unescaped(piece) : piece);
    at = end;
  }
  throw fault(
    at >= text.length ? 'cut-off' : 'unknown-format',
    'a text in quotes that does not end',
    cursor.at,
  );
}

function endOfPiece(text: string, at: number): number {
  if (text[at] === '\\') return endOfEscape(text, at);
  const isTemplate = (text[at] === '$' || text[at] === '%') && text[at + 1] === '{';
  return isTemplate ? endOfTemplate(text, at + 2) : at + 1;
}

function endOfEscape(text: string, at: number): number {
  const kind = text[at + 1];
  return at + (kind === 'u' ? 6 : kind === 'U' ? 10 : 2);
}

function unescaped(written: string): string {
  const code = /^\\[uU]([0-9a-fA-F]+)$/.exec(written)?.[1];
  const number = code === undefined ? -1 : Number.parseInt(code, 16);
  if (number >= 0 && number <= 0x10ffff) return String.fromCodePoint(number);
  return escapes.get(written.charAt(1)) ?? written;
}

/** After the brace that closes it: braces in quotes inside of it do not count. */
function endOfTemplate(text: string, start: number): number {
  let depth = 1;
  let quoted = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === '{') depth += 1;
    else if (!quoted && character === '}') depth -= 1;
    if (depth === 0) return at + 1;
    if (character === '\n') return at;
  }
  return text.length;
}

/** `<<EOF` and `<<-EOF`, which takes off the indentation that all lines have. */
function takeHeredoc(cursor: Cursor): string | undefined {
  const { text, at } = cursor;
  const opening = take(cursor, /<<-?[A-Za-z_][\w-]*[ \t]*\r?(?=\n)/y);
  if (opening === undefined) return undefined;
  const isIndented = opening.startsWith('<<-');
  const mark = opening.replace(/^<<-?/, '').trim();
  const lines: string[] = [];
  let start = cursor.at + 1;
  while (start <= text.length) {
    const end = endOfLine(text, start);
    const line = text.slice(start, end).replace(/\r$/, '');
    if (line.trim() === mark) {
      cursor.at = end;
      return (isIndented ? outdented(lines) : lines).map(each => `${each}\n`).join('');
    }
    if (end === text.length) break;
    lines.push(line);
    start = end + 1;
  }
  throw fault('cut-off', `a heredoc that does not end: ${mark.slice(0, 40)}`, at);
}

function outdented(lines: readonly string[]): readonly string[] {
  let common = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    if (line.trim() !== '') common = Math.min(common, line.length - line.trimStart().length);
  }
  return Number.isFinite(common) ? lines.map(line => line.slice(common)) : lines;
}
