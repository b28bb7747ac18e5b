/**
 * Does the whole text match a pattern whose `*` stands for any text? `\\*` is a star and `\\\\` a backslash; other characters stand for
 * themselves, case counts.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  const parts = piecesOf(pattern);
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return first === text;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
    return false;
  return holdsInOrder(text.slice(first.length, text.length - last.length), parts.slice(1, -1));
}

/** The pattern that matches this text alone. */
export const literally = (text: string): string => text.replaceAll(/[\\*]/g, '\\$&');

/** Does it leave nothing open? */
export const isLiteral = (pattern: string): boolean => piecesOf(pattern).length === 1;

/** The texts between the stars. */
export function piecesOf(pattern: string): readonly string[] {
  if (!pattern.includes('\\')) return pattern.split('*');
  const pieces = [''];
  for (const [token] of pattern.matchAll(/\\[\\*]|[\s\S]/g)) {
    if (token === '*') pieces.push('');
    else pieces[pieces.length - 1] += token.length > 1 ? token.slice(1) : token;
  }
  return pieces;
}

/** Taking the leftmost place for each part never misses a match, so this needs no way back. */
function holdsInOrder(text: string, parts: readonly string[]): boolean {
  let from = 0;
  for (const part of parts) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return true;
}
