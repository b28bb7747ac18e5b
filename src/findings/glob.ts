/** Does the whole text match a pattern whose `*` stands for any text? Other characters stand for themselves, case counts. */
export function matchesGlob(pattern: string, text: string): boolean {
  const parts = pattern.split('*');
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return pattern === text;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
    return false;
  return holdsInOrder(text.slice(first.length, text.length - last.length), parts.slice(1, -1));
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
