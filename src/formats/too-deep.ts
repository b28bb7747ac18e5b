/**
 * Deeper than Kubernetes' own types get, schemas of custom resources included, and shallow enough for code that walks an event
 * recursively.
 */
export const maxDepth = 500;

/** Is this JSON text nested deeper than `maxDepth`? */
export function isTooDeep(text: string): boolean {
  // Each level takes two characters at least, and most texts have fewer opening brackets than there may be levels.
  if (text.length <= 2 * maxDepth || countOpening(text) <= maxDepth) return false;
  return deepest(text) > maxDepth;
}

const quote = 34;
const backslash = 92;
const openBrace = 123;
const closeBrace = 125;

/** Those inside texts too. A native search finds them faster than a loop over the characters. */
function countOpening(text: string): number {
  return countOf(text, '{') + countOf(text, '[');
}

function countOf(text: string, bracket: string): number {
  let count = 0;
  for (let at = text.indexOf(bracket); at !== -1 && count <= maxDepth; at = text.indexOf(bracket, at + 1))
    count++;
  return count;
}

function deepest(text: string): number {
  let depth = 0;
  let most = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfText(text, at + 1);
    else if ((code | 32) === openBrace) most = Math.max(most, ++depth);
    else if ((code | 32) === closeBrace) depth--;
  }
  return most;
}

function endOfText(text: string, start: number): number {
  let at = start;
  while (at < text.length && text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === backslash ? 2 : 1;
  return at;
}
