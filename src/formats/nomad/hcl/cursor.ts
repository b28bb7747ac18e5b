import type { RefusalReason } from '../../../model/refusal.ts';

/** Where the reader of an HCL text is. */
export interface Cursor {
  readonly text: string;
  at: number;
  /** What was not evaluated, and its line. */
  readonly unevaluated: string[];
  /** A line and where it begins: lines are counted on from here. */
  counted: { readonly at: number; readonly line: number };
}

/** Why an HCL text could not be read; thrown and caught inside of the reader alone. */
export interface HclFault {
  readonly reason: RefusalReason;
  readonly detail: string;
  readonly at: number;
}

export const fault = (reason: RefusalReason, detail: string, at: number): HclFault => ({
  reason,
  detail,
  at,
});

export function isFault(value: unknown): value is HclFault {
  return typeof value === 'object' && value !== null && 'reason' in value && 'at' in value;
}

/** The 1-based line of a place. Asked for places in rising order, it reads the text once. */
export function lineAt(cursor: Cursor, at: number): number {
  if (at < cursor.counted.at) return cursor.counted.line;
  let { line, at: from } = cursor.counted;
  for (let next = cursor.text.indexOf('\n', from); next >= 0 && next < at; ) {
    line += 1;
    from = next + 1;
    next = cursor.text.indexOf('\n', from);
  }
  cursor.counted = { at: from, line };
  return line;
}

/** Blanks and comments; line feeds too, where they end nothing. */
export function skipSpace(cursor: Cursor, linesToo: boolean): void {
  const { text } = cursor;
  while (cursor.at < text.length) {
    const character = text[cursor.at] ?? '';
    if (character === ' ' || character === '\t' || character === '\r') cursor.at += 1;
    else if (character === '\n' && linesToo) cursor.at += 1;
    else if (character === '#' || text.startsWith('//', cursor.at)) cursor.at = endOfLine(text, cursor.at);
    else if (text.startsWith('/*', cursor.at)) skipBlockComment(cursor);
    else return;
  }
}

function skipBlockComment(cursor: Cursor): void {
  const end = cursor.text.indexOf('*/', cursor.at + 2);
  if (end < 0) cursor.at = cursor.text.length;
  else cursor.at = end + 2;
}

export function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** The text that a sticky expression matches here; moves on. */
export function take(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const [found] = pattern.exec(cursor.text) ?? [];
  if (found === undefined || found === '') return undefined;
  cursor.at += found.length;
  return found;
}
