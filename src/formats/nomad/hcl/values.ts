import type { Json, JsonObject } from '../../../model/json.ts';
import type { Cursor } from './cursor.ts';
import { fault, lineAt, skipSpace, take } from './cursor.ts';
import { takeText } from './strings.ts';

/** Nested values; what people write is a few levels deep. */
export const deepest = 100;

/**
 * The value of an attribute. Literals, lists and maps are values; any other expression is its own text, and noted as not evaluated, as
 * is a text with a template of variables or functions.
 */
export function takeValue(cursor: Cursor, depth: number): Json {
  if (depth > deepest) throw fault('too-deep', `nested deeper than ${deepest}`, cursor.at);
  const start = cursor.at;
  const value = takeLiteral(cursor, depth);
  if (value !== undefined && endsHere(cursor)) return noted(cursor, value, start);
  cursor.at = start;
  return takeExpression(cursor);
}

function takeLiteral(cursor: Cursor, depth: number): Json | undefined {
  const character = cursor.text[cursor.at] ?? '';
  if (character === '"' || character === '<') return takeText(cursor);
  if (character === '[') return takeList(cursor, depth);
  if (character === '{') return takeMap(cursor, depth);
  const number = take(cursor, /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y);
  if (number !== undefined) return Number(number);
  const word = take(cursor, /(?:true|false|null)(?![\w.-])/y);
  return word === undefined ? undefined : word === 'null' ? null : word === 'true';
}

/** After a value come the end of the line, of the list or of the map; else it is part of an expression. */
function endsHere(cursor: Cursor): boolean {
  skipSpace(cursor, false);
  return cursor.at >= cursor.text.length || /[\n,\]}]/.test(cursor.text[cursor.at] ?? '');
}

function takeList(cursor: Cursor, depth: number): Json | undefined {
  const items: Json[] = [];
  cursor.at += 1;
  for (;;) {
    skipSpace(cursor, true);
    if (take(cursor, /\]/y) !== undefined) return items;
    if (cursor.at >= cursor.text.length || /^for\s/.test(cursor.text.slice(cursor.at, cursor.at + 4)))
      return undefined;
    const before = cursor.at;
    items.push(takeValue(cursor, depth + 1));
    skipSpace(cursor, true);
    if (take(cursor, /,/y) === undefined && cursor.text[cursor.at] !== ']') return undefined;
    if (cursor.at === before) return undefined;
  }
}

function takeMap(cursor: Cursor, depth: number): JsonObject | undefined {
  const entries: [string, Json][] = [];
  cursor.at += 1;
  for (;;) {
    skipSpace(cursor, true);
    if (take(cursor, /\}/y) !== undefined) return Object.fromEntries(entries);
    const key = takeText(cursor) ?? take(cursor, /[\w.-]+/y);
    skipSpace(cursor, false);
    if (key === undefined || take(cursor, /[=:]/y) === undefined) return undefined;
    skipSpace(cursor, true);
    entries.push([key, takeValue(cursor, depth + 1)]);
    skipSpace(cursor, false);
    take(cursor, /,/y);
  }
}

const brackets = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

/** To the end of the line, or of the list or map that it is in; over line feeds inside of brackets of its own. */
function takeExpression(cursor: Cursor): string {
  const { text } = cursor;
  const start = cursor.at;
  const open: string[] = [];
  while (cursor.at < text.length && !(open.length === 0 && /[\n,\]})]/.test(text[cursor.at] ?? ''))) {
    if (takeText(cursor) !== undefined) continue;
    track(open, text[cursor.at] ?? '');
    if (open.length > deepest) throw fault('too-deep', `nested deeper than ${deepest}`, cursor.at);
    cursor.at += 1;
  }
  if (open.length > 0) throw fault('cut-off', 'an expression that does not end', start);
  const expression = text.slice(start, cursor.at).trim();
  if (expression === '') throw fault('unknown-format', 'HCL without a value where one is needed', start);
  note(cursor, expression, start);
  return expression;
}

function track(open: string[], character: string): void {
  const closing = brackets.get(character);
  if (closing !== undefined) open.push(closing);
  else if (character === open.at(-1)) open.pop();
}

/** Nomad itself fills in `${NOMAD_...}`, `${attr....}` and their like when the task starts. */
const known = /^(?:env|attr|meta|node|device|NOMAD_\w*)\b/;

function noted(cursor: Cursor, value: Json, start: number): Json {
  if (typeof value !== 'string') return value;
  for (const [, inner = ''] of value.slice(0, 65_536).matchAll(/(?<!\$)\$\{\s*([^}]{0,200})/g))
    if (!known.test(inner)) note(cursor, inner, start);
  return value;
}

const mostNoted = 32;

function note(cursor: Cursor, expression: string, at: number): void {
  if (cursor.unevaluated.length >= mostNoted) return;
  const text = expression.replaceAll(/\s+/g, ' ').slice(0, 80);
  cursor.unevaluated.push(`${text} (line ${lineAt(cursor, at)})`);
}
