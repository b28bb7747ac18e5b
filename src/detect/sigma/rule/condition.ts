import type { Reporter } from '../../rules/reporter.ts';
import type { RulePath } from '../../rules/rule-document.ts';
import { suggestion } from '../../rules/suggestion.ts';
import type { Token } from './condition-tokens.ts';
import { tokenize } from './condition-tokens.ts';
import type { Condition } from './detection.ts';

export interface ConditionOptions {
  /** The search identifiers of the rule. */
  readonly names: readonly string[];
  readonly report: Reporter;
  readonly path: RulePath;
}

/** Parses a condition: `or` binds least, then `and`, `not`, `x of y`, parentheses. Reports the first problem. */
export function parseCondition(text: string, options: ConditionOptions): Condition | undefined {
  const { report, path } = options;
  if (text.includes('|')) {
    const message = 'Conditions have no pipes any more; write a correlation rule';
    report.error('legacy-aggregation', message, { path, offset: text.indexOf('|') });
    return undefined;
  }
  const parser = createParser(tokenize(text), options);
  const condition = parser.or(0);
  const rest = parser.peek();
  if (condition !== undefined && rest.type !== 'end')
    return parser.fail(rest, `"${rest.text}" is not expected here`);
  return condition;
}

const maxDepth = 200;

function createParser(tokens: readonly Token[], { names, report, path }: ConditionOptions) {
  let next = 0;
  const end: Token = tokens.at(-1) ?? { type: 'end', text: '', offset: 0 };
  const peek = (): Token => tokens[next] ?? end;
  const take = (): Token => {
    const token = peek();
    next += 1;
    return token;
  };
  const fail = (token: Token, message: string): undefined => {
    report.error('invalid-condition', `In the condition: ${message}`, { path, offset: token.offset });
  };
  const isWord = (token: Token, word: string): boolean => {
    if (token.type !== 'word' || token.text.toLowerCase() !== word) return false;
    if (token.text === word) return true;
    if (names.includes(token.text)) return false;
    report.warning('condition-case', `Write ${word} in lower case`, { path, offset: token.offset });
    return true;
  };
  const chain = (type: 'and' | 'or', below: (depth: number) => Condition | undefined) => (depth: number) => {
    const parts: Condition[] = [];
    do {
      const part = below(depth);
      if (part === undefined) return undefined;
      parts.push(part);
    } while (isWord(peek(), type) && take());
    const [only] = parts;
    return parts.length === 1 ? only : { type, parts };
  };
  const not = (depth: number): Condition | undefined => {
    if (depth > maxDepth) return fail(peek(), 'it is nested too deep');
    if (!isWord(peek(), 'not')) return primary(depth);
    take();
    const part = not(depth + 1);
    return part === undefined ? undefined : { type: 'not', part };
  };
  const or = chain('or', chain('and', not));
  const primary = (depth: number): Condition | undefined => {
    const token = take();
    if (token.type === 'open') return group(token, depth);
    if (token.type !== 'word' || ['and', 'or', 'of'].includes(token.text))
      return fail(token, unexpected(token));
    if (isWord(peek(), 'of')) return quantified(token);
    if (names.includes(token.text)) return { type: 'selection', name: token.text };
    return fail(token, `there is no search identifier "${token.text}"${suggestion(token.text, names)}`);
  };
  const group = (open: Token, depth: number): Condition | undefined => {
    const inner = or(depth + 1);
    if (inner === undefined || take().type === 'close') return inner;
    return fail(open, 'this parenthesis is not closed');
  };
  const quantified = (quantity: Token): Condition | undefined => {
    take();
    const pattern = take();
    const count = readCount(quantity, isWord);
    if (count === undefined) return fail(quantity, `"${quantity.text}" is neither 1, any, all nor a number`);
    if (pattern.type !== 'word') return fail(pattern, 'after "of" comes them or the pattern of a name');
    if (typeof count === 'number' && count > 1)
      report.warning('not-portable', `${count} of is understood by few tools`, {
        path,
        offset: quantity.offset,
      });
    const found = selectedNames(pattern.text, names);
    if (found.length === 0) return fail(pattern, `no search identifier matches "${pattern.text}"`);
    return { type: 'of', count, pattern: pattern.text, names: found };
  };
  return { or, peek, fail };
}

function unexpected(token: Token): string {
  if (token.type === 'end') return 'something is missing at its end';
  return token.text === '' ? 'something is missing here' : `"${token.text}" is not expected here`;
}

function readCount(
  token: Token,
  isWord: (token: Token, word: string) => boolean,
): number | 'all' | undefined {
  if (isWord(token, 'all')) return 'all';
  if (isWord(token, 'any')) return 1;
  return /^[1-9]\d{0,3}$/.test(token.text) ? Number(token.text) : undefined;
}

/** Names that begin with an underscore are left out unless the pattern itself begins with one. */
function selectedNames(pattern: string, names: readonly string[]): readonly string[] {
  const parts = (pattern === 'them' ? '*' : pattern).split('*');
  return names.filter(
    name => (pattern.startsWith('_') || !name.startsWith('_')) && matchesParts(name, parts),
  );
}

/** Glob match with `*` alone: first part in front, last part behind, the others in between in order. */
function matchesParts(name: string, parts: readonly string[]): boolean {
  const first = parts[0] ?? '';
  if (parts.length === 1) return name === first;
  const last = parts.at(-1) ?? '';
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last))
    return false;
  let from = first.length;
  const to = name.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, from);
    if (found === -1 || found + part.length > to) return false;
    from = found + part.length;
  }
  return true;
}
