import type { Found } from '../support/go-program.ts';

/** The path of what was looked for; throws with the reason where it is missing. */
export function found(part: Found): string {
  if ('missing' in part) throw new Error(part.missing);
  return part.path;
}
