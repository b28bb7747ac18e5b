import type { Json } from '../../model/json.ts';

/**
 * undefined: no JSON. What begins like an object and does not end like one is told without an exception, which costs more than parsing
 * (V8 makes a script object of the text for each), so that a log full of cut lines takes no longer than a good one.
 */
export function parseJson(text: string): Json | undefined {
  if (!mayBeJson(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const closing = new Map([
  ['{', '}'],
  ['[', ']'],
  ['"', '"'],
]);
const openings = /^[{["\d\-tfn]/;

function mayBeJson(text: string): boolean {
  const trimmed = text.trim();
  if (!openings.test(trimmed)) return false;
  const close = closing.get(trimmed.charAt(0));
  return close === undefined || trimmed.endsWith(close);
}
