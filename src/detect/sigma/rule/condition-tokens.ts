export interface Token {
  readonly type: 'word' | 'open' | 'close' | 'unknown' | 'end';
  readonly text: string;
  /** Where it begins in the condition. */
  readonly offset: number;
}

/** Splits a condition into words, parentheses and what does not belong there; the last token is `end`. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  // Names are letters, digits, `_`, `-` and `.`; `*` only in patterns.
  const expression = /[\p{L}\p{N}_.*-]+|\S/gu;
  for (const match of text.matchAll(expression)) {
    const [word] = match;
    tokens.push({ type: typeOf(word), text: word, offset: match.index });
  }
  return [...tokens, { type: 'end', text: '', offset: text.length }];
}

function typeOf(text: string): Token['type'] {
  if (text === '(') return 'open';
  if (text === ')') return 'close';
  return /^[\p{L}\p{N}_.*-]/u.test(text) ? 'word' : 'unknown';
}
