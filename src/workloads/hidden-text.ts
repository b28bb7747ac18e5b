import { decodings } from './decodings.ts';
import { shellReadings } from './shell-readings.ts';

const limits = { layers: 4, texts: 16, text: 16_384, total: 65_536 } as const;

/**
 * Text that command lines hide: base64 (plain, URL-safe, UTF-16 as PowerShell takes it, gzipped), hexadecimal, octal and
 * Unicode escapes, words that a shell puts together from pieces. Peeled layer by layer, within limits.
 */
export function hiddenText(commandLines: readonly string[]): readonly string[] {
  const known = new Set(commandLines);
  const found: string[] = [];
  let layer: readonly string[] = commandLines;
  let total = 0;
  for (let depth = 0; depth < limits.layers && layer.length > 0; depth += 1) {
    const next: string[] = [];
    for (const text of layer.flatMap(revealed)) {
      if (known.has(text) || found.length >= limits.texts || total > limits.total) continue;
      known.add(text);
      found.push(text);
      next.push(text);
      total += text.length;
    }
    layer = next;
  }
  return found;
}

function revealed(text: string): readonly string[] {
  if (!/[\\'"$`]|[A-Za-z0-9+/_=-]{8}/.test(text)) return [];
  return [...decodings(text), ...shellReadings(text)].map(found => found.slice(0, limits.text));
}
