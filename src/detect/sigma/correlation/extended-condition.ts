import type { Result } from '../../../model/result.ts';
import { fail, succeed } from '../../../model/result.ts';

/** Sets of names: all of `present` and none of `absent`. */
export interface Term {
  readonly present: ReadonlySet<string>;
  readonly absent: ReadonlySet<string>;
}

export interface ConditionError {
  readonly message: string;
  readonly offset: number;
}

export interface ExtendedCondition {
  /** In disjunctive normal form. */
  readonly terms: readonly Term[];
  /** The names in order of appearance, each once, with the place of the first. */
  readonly names: ReadonlyMap<string, number>;
}

const maxTerms = 64;
const maxTokens = 500;

/**
 * Parses the boolean condition of a temporal correlation: names, `and`, `or`, `not` (in any case), parentheses.
 * https://github.com/SigmaHQ/sigma-specification/issues/198, as pySigma implements it.
 */
export function parseExtendedCondition(text: string): Result<ExtendedCondition, ConditionError> {
  const tokens = tokenize(text);
  if (tokens.length > maxTokens) return fail({ message: 'The condition is too long', offset: 0 });
  const names = new Map<string, number>();
  const reader = createReader(tokens, names);
  const node = reader.alternatives(0);
  if (!node.ok) return node;
  const rest = reader.peek();
  if (rest.type !== 'end') return fail(unexpected(rest));
  const terms = normalForm(node.value, false);
  if (terms === undefined) return fail({ message: 'The condition has too many alternatives', offset: 0 });
  return succeed({ terms, names });
}

interface Token {
  readonly type: 'name' | 'and' | 'or' | 'not' | '(' | ')' | 'unknown' | 'end';
  readonly text: string;
  readonly offset: number;
}

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(/[\p{L}\p{N}_.-]+|\S/gu)) {
    tokens.push({ type: typeOf(match[0]), text: match[0], offset: match.index });
  }
  return [...tokens, { type: 'end', text: '', offset: text.length }];
}

function typeOf(word: string): Token['type'] {
  const lower = word.toLowerCase();
  if (lower === 'and' || lower === 'or' || lower === 'not') return lower;
  if (word === '(' || word === ')') return word;
  return /^[\p{L}\p{N}_]/u.test(word) ? 'name' : 'unknown';
}

type Node =
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'not'; readonly part: Node }
  | { readonly type: 'and' | 'or'; readonly parts: readonly Node[] };

const end: Token = { type: 'end', text: '', offset: 0 };

/** Recursive descent: or < and < not. */
function createReader(tokens: readonly Token[], names: Map<string, number>) {
  let at = 0;
  const peek = (): Token => tokens[at] ?? tokens.at(-1) ?? end;
  const list = (type: 'and' | 'or', read: () => Result<Node, ConditionError>) => {
    const parts: Node[] = [];
    for (;;) {
      const part = read();
      if (!part.ok) return part;
      parts.push(part.value);
      if (peek().type !== type) break;
      at += 1;
    }
    const [only] = parts;
    return succeed<Node>(parts.length === 1 && only !== undefined ? only : { type, parts });
  };
  const alternatives = (depth: number): Result<Node, ConditionError> =>
    list('or', () => list('and', () => operand(depth)));
  const operand = (depth: number): Result<Node, ConditionError> => {
    const token = peek();
    if (depth > 50) return fail({ message: 'The condition is nested too deep', offset: token.offset });
    at += 1;
    if (token.type === 'name') return named(token);
    if (token.type === 'not') {
      const part = operand(depth + 1);
      return part.ok ? succeed({ type: 'not', part: part.value }) : part;
    }
    return token.type === '(' ? parenthesized(depth) : fail(unexpected(token));
  };
  const named = ({ text, offset }: Token): Result<Node, ConditionError> => {
    if (!names.has(text)) names.set(text, offset);
    return succeed({ type: 'name', name: text });
  };
  const parenthesized = (depth: number): Result<Node, ConditionError> => {
    const inner = alternatives(depth + 1);
    if (!inner.ok) return inner;
    const close = peek();
    at += 1;
    return close.type === ')' ? inner : fail(unexpected(close));
  };
  return { peek, alternatives };
}

function unexpected({ type, text, offset }: Token): ConditionError {
  const message =
    type === 'end' ? 'The condition ends too early' : `"${text.slice(0, 40)}" is not expected here`;
  return { message, offset };
}

/** Terms that contradict themselves (a and not a) are left out. Undefined: too many. */
function normalForm(node: Node, negated: boolean): readonly Term[] | undefined {
  if (node.type === 'name') {
    const name = new Set([node.name]);
    const nothing = new Set<string>();
    return [negated ? { present: nothing, absent: name } : { present: name, absent: nothing }];
  }
  if (node.type === 'not') return normalForm(node.part, !negated);
  const parts = node.parts.map(part => normalForm(part, negated));
  if ((node.type === 'or') !== negated) {
    const all = parts.flatMap(part => part ?? []);
    return parts.includes(undefined) || all.length > maxTerms ? undefined : all;
  }
  let terms: readonly Term[] | undefined = [{ present: new Set(), absent: new Set() }];
  for (const part of parts) terms = product(terms, part);
  return terms;
}

function product(
  left: readonly Term[] | undefined,
  right: readonly Term[] | undefined,
): readonly Term[] | undefined {
  if (left === undefined || right === undefined || left.length * right.length > 4096) return undefined;
  const terms = left.flatMap(a =>
    right.map(b => ({
      present: new Set([...a.present, ...b.present]),
      absent: new Set([...a.absent, ...b.absent]),
    })),
  );
  const possible = terms.filter(term => ![...term.present].some(name => term.absent.has(name)));
  return possible.length > maxTerms ? undefined : possible;
}
