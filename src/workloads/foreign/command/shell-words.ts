/** A simple command of a shell line, and what joins it to the one before. */
export interface SimpleCommand {
  readonly words: readonly string[];
  /** `""` for the first; `|`, `;`, `&&`, `||`, `&`, and a line feed as `;`. */
  readonly joint: string;
}

const limits = { text: 32_768, words: 2_048, commands: 64 } as const;

interface State {
  readonly text: string;
  at: number;
}

/**
 * The simple commands of a shell line with their words as the shell would pass them, quotes taken off. Substitutions
 * and variables stay text. Redirections and comments are left out. Never throws: an open quote ends with the text.
 */
export function simpleCommands(line: string): readonly SimpleCommand[] {
  const state: State = { text: line.slice(0, limits.text), at: 0 };
  const commands: SimpleCommand[] = [];
  let words: string[] = [];
  let joint = '';
  const finish = (next: string) => {
    if (words.length > 0 && commands.length < limits.commands) commands.push({ words, joint });
    words = [];
    joint = next;
  };
  while (state.at < state.text.length) {
    if (skipBlanks(state) || skipRedirection(state)) continue;
    if (state.text[state.at] === '#') skipLine(state);
    else {
      const operator = takeOperator(state);
      if (operator !== undefined) finish(operator);
      else if (words.length < limits.words) words.push(takeWord(state));
      else takeWord(state);
    }
  }
  finish('');
  return commands;
}

/** The words of a line, without regard to operators: systemd does not use a shell. */
export function wordsOf(line: string): readonly string[] {
  const state: State = { text: line.slice(0, limits.text), at: 0 };
  const words: string[] = [];
  while (state.at < state.text.length && words.length < limits.words) {
    if (skipBlanks(state)) continue;
    words.push(takeWord(state, /[ \t\n\r]/));
  }
  return words;
}

function skipBlanks(state: State): boolean {
  const start = state.at;
  while (/[ \t\r]/.test(state.text[state.at] ?? '') || state.text.startsWith('\\\n', state.at))
    state.at += state.text[state.at] === '\\' ? 2 : 1;
  if (state.text[state.at] === '\n' && start !== state.at) return true;
  return start !== state.at;
}

const redirection = /(?:\d*|&)(?:>>|>\||>|<)(?:&[\d-]+|&|\()?[ \t]*/y;

/** `2>&1`, `>> /var/log/x`; a process substitution (`<(...)`) is a word. */
function skipRedirection(state: State): boolean {
  redirection.lastIndex = state.at;
  const [found] = redirection.exec(state.text) ?? [];
  if (found === undefined || found.includes('(') || state.text.startsWith('<<<', state.at)) return false;
  state.at += found.length;
  if (!/&[\d-]+[ \t]*$/.test(found) && /[^\s;&|]/.test(state.text[state.at] ?? '')) takeWord(state);
  return true;
}

function skipLine(state: State): void {
  const end = state.text.indexOf('\n', state.at);
  state.at = end < 0 ? state.text.length : end;
}

const operator = /&&|\|\||\|&|[|;&\n(){}](?=[\s;)}]|$)|[|;&\n()]/y;

function takeOperator(state: State): string | undefined {
  operator.lastIndex = state.at;
  const [found] = operator.exec(state.text) ?? [];
  if (found === undefined) return undefined;
  state.at += found.length;
  if (found === '|&') return '|';
  return /[\n(){}]/.test(found) ? ';' : found;
}

const plainEnd = /[ \t\r\n;&|<>()]/;

function takeWord(state: State, end: RegExp = plainEnd): string {
  let word = '';
  const start = state.at;
  while (state.at < state.text.length) {
    const character = state.text[state.at] ?? '';
    if (state.text.startsWith('$(', state.at) || /^[<>]\(/.test(state.text.slice(state.at, state.at + 2)))
      word += takeBalanced(state);
    else if (end.test(character)) break;
    else word += takePiece(state, character);
  }
  // What is no word and no operator (a lone `<`) must still be passed.
  if (state.at === start) state.at += 1;
  return word;
}

function takePiece(state: State, character: string): string {
  if (character === "'") return takeSingle(state);
  if (character === '"') return takeDouble(state);
  const isEscape = character === '\\';
  const taken = isEscape ? (state.text[state.at + 1] ?? '') : character;
  state.at += isEscape ? 2 : 1;
  return taken === '\n' && isEscape ? '' : taken;
}

function takeSingle(state: State): string {
  const end = state.text.indexOf("'", state.at + 1);
  const inner = state.text.slice(state.at + 1, end < 0 ? undefined : end);
  state.at = end < 0 ? state.text.length : end + 1;
  return inner;
}

function takeDouble(state: State): string {
  let inner = '';
  state.at += 1;
  while (state.at < state.text.length && state.text[state.at] !== '"') {
    const next = state.text[state.at + 1] ?? '';
    const escaped = state.text[state.at] === '\\' && /["\\$`\n]/.test(next);
    inner += escaped ? (next === '\n' ? '' : next) : state.text[state.at];
    state.at += escaped ? 2 : 1;
  }
  state.at += 1;
  return inner;
}

/** `$(...)` to its closing parenthesis, as text. */
function takeBalanced(state: State): string {
  const start = state.at;
  let depth = 0;
  for (state.at += 1; state.at < state.text.length; state.at += 1) {
    const character = state.text[state.at];
    if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    if (depth === 0) break;
  }
  state.at += 1;
  return state.text.slice(start, state.at);
}
