const quote = 34;
const backslash = 92;
const openBrace = 123;
const closeBrace = 125;
const letterM = 109;

/** Kind and version stand before the metadata in the API server's order (TypeMeta in k8s.io/apimachinery). */
const start = /\{"kind":"[^"\\]*","apiVersion":"[^"\\]*","metadata":\{/y;
const managedFields = ',"managedFields":';

/**
 * The text of an object from a place on up to the end of its metadata, without the two closing braces, and without `managedFields`, which
 * come last (ObjectMeta) and are most of it; undefined if it is laid out in another way.
 */
export function objectHead(text: string, from: number): string | undefined {
  start.lastIndex = from;
  if (!start.test(text)) return undefined;
  const end = endOfMetadata(text, start.lastIndex);
  return end === -1 ? undefined : text.slice(from, end);
}

/** From behind its opening brace. */
function endOfMetadata(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      if (depth === 0 && text.charCodeAt(at + 1) === letterM && text.startsWith(managedFields, at - 1))
        return at - 1;
      at = endOfText(text, at + 1);
      if (at === -1) return -1;
    } else if ((code | 32) === openBrace) depth++;
    else if ((code | 32) === closeBrace && depth-- === 0) return at;
  }
  return -1;
}

/** Where its closing quote is, from behind the opening one. */
function endOfText(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at !== -1 && isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === backslash) slashes++;
  return slashes % 2 === 1;
}
