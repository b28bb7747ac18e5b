import type { Problem } from './problem.ts';
import type { RulePath, RulePositions } from './rule-document.ts';

/** Collects the problems of one document, with their places. */
export interface Reporter {
  readonly problems: readonly Problem[];
  error(code: string, message: string, place: Place): void;
  warning(code: string, message: string, place: Place): void;
  hasErrors(): boolean;
}

export interface Place {
  readonly path: RulePath;
  /** Point at the key (default) or at the value. */
  readonly at?: 'key' | 'value';
  /** A character inside the value's text. */
  readonly offset?: number;
}

export function createReporter(document: RulePositions & { readonly file: string }): Reporter {
  const problems: Problem[] = [];
  const add = (severity: Problem['severity'], code: string, message: string, place: Place) => {
    const { line, column } = positionOf(document, place);
    problems.push({ file: document.file, line, column, severity, code, message });
  };
  return {
    problems,
    error: (code, message, place) => add('error', code, message, place),
    warning: (code, message, place) => add('warning', code, message, place),
    hasErrors: () => problems.some(problem => problem.severity === 'error'),
  };
}

function positionOf(document: RulePositions, { path, at, offset }: Place) {
  if (offset !== undefined) return document.valuePosition(path, offset);
  return at === 'value' ? document.valuePosition(path) : document.position(path);
}
