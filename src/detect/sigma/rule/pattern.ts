/**
 * A Sigma text with its wildcards: plain stretches, `*`, `?` and, while modifiers are applied, placeholders.
 * The rules of escaping are those of the specification, "Escape Character".
 */
export type PatternPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'many' }
  | { readonly type: 'one' };

export type Pattern = readonly PatternPart[];

export function parsePattern(text: string): Pattern {
  const parts: PatternPart[] = [];
  let plain = '';
  const flush = () => {
    if (plain !== '') parts.push({ type: 'text', text: plain });
    plain = '';
  };
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    const next = text.charAt(index + 1);
    if (character === '\\' && (next === '*' || next === '?' || next === '\\')) {
      plain += next;
      index += 1;
    } else if (character === '*' || character === '?') {
      flush();
      parts.push({ type: character === '*' ? 'many' : 'one' });
    } else plain += character;
  }
  flush();
  return parts;
}

export const plainPattern = (text: string): Pattern => (text === '' ? [] : [{ type: 'text', text }]);

/** The text of a pattern without wildcards; undefined where it has some. */
export function plainText(pattern: Pattern): string | undefined {
  if (pattern.length === 0) return '';
  const [only] = pattern;
  return pattern.length === 1 && only?.type === 'text' ? only.text : undefined;
}

/** With `*` in front and behind, unless it is there already. */
export function surrounded(
  pattern: Pattern,
  sides: { readonly front: boolean; readonly back: boolean },
): Pattern {
  const front = sides.front && pattern[0]?.type !== 'many' ? [many] : [];
  const back = sides.back && pattern.at(-1)?.type !== 'many' ? [many] : [];
  // An empty pattern becomes `*`, not `**`.
  return pattern.length === 0 && front.length > 0 ? [many] : [...front, ...pattern, ...back];
}

const many: PatternPart = { type: 'many' };

/** Neighbouring texts joined, runs of `*` made one. */
export function joined(parts: Pattern): Pattern {
  const result: PatternPart[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (part.type === 'text' && last?.type === 'text')
      result.splice(-1, 1, { type: 'text', text: last.text + part.text });
    else if (part.type === 'text' && part.text === '') continue;
    else if (part.type !== 'many' || last?.type !== 'many') result.push(part);
  }
  return result;
}

/** As it would be written in a rule. */
export function patternText(pattern: Pattern): string {
  return pattern.map(partText).join('');
}

function partText(part: PatternPart): string {
  if (part.type === 'many') return '*';
  return part.type === 'one' ? '?' : part.text;
}
