import { hash } from 'node:crypto';

const mark = 'sealed:';

/**
 * Stands for a value that must not be stored: equal for equal values, in one store. The salt is the store's own, so that nobody can look
 * a value up in a table made elsewhere; whoever has the store and guesses a value can still check the guess.
 */
export function sealed(value: string, salt: string): string {
  if (value === '' || isSealed(value)) return value;
  return `${mark}${salt}:${hash('sha256', `${salt}:${value}`, 'base64url').slice(0, 16)}`;
}

export const isSealed = (text: string): boolean => text.startsWith(mark);

/** Are two values the same, as far as can be told? Either may be sealed. */
export function sameSealed(a: string, b: string): boolean {
  if (a === b) return true;
  if (isSealed(a) === isSealed(b)) return false;
  const [kept, open] = isSealed(a) ? [a, b] : [b, a];
  return sealed(open, kept.slice(mark.length, kept.lastIndexOf(':'))) === kept;
}
