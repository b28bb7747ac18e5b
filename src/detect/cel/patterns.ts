import { RE2JS } from 're2js';

/** A regular expression that runs in linear time. */
export interface Pattern {
  test(text: string): boolean;
  /** Offset of the first match; 0 if there is none. */
  offsetIn(text: string): number;
}

/** Rules' patterns are constants, so there are few; the same command lines come again and again. */
const limits = { patterns: 2_000, answers: 128, text: 2_048 } as const;
const patterns = new Map<string, Pattern>();

/** Compiles a pattern, once. Throws if it is none. */
export function compiledPattern(source: string): Pattern {
  const found = patterns.get(source);
  if (found !== undefined) return found;
  const compiled = createPattern(RE2JS.compile(source));
  if (patterns.size >= limits.patterns) patterns.clear();
  patterns.set(source, compiled);
  return compiled;
}

/** Why a regular expression is not one that runs in linear time; undefined if it is. */
export function patternProblem(source: string): string | undefined {
  try {
    compiledPattern(source);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function createPattern(expression: RE2JS): Pattern {
  const answers = new Map<string, boolean>();
  return {
    test(text) {
      const known = answers.get(text);
      if (known !== undefined) return known;
      const answer = expression.test(text);
      if (text.length > limits.text) return answer;
      if (answers.size >= limits.answers) answers.clear();
      answers.set(text, answer);
      return answer;
    },
    offsetIn(text) {
      const matcher = expression.matcher(text);
      return matcher.find() ? matcher.start() : 0;
    },
  };
}
