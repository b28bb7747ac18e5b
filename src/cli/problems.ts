import type { Problem } from '../detect/rules/problem.ts';
import { visible } from '../model/visible-text.ts';
import { note } from './streams.ts';

const isError = ({ severity }: Problem): boolean => severity === 'error';

/** Says what is wrong, if anything is; true if so. Advice is left to `rules lint`, but for where it is about the run as a whole. */
export function printErrors(problems: readonly Problem[]): boolean {
  for (const problem of problems)
    if (isError(problem) || problem.code === 'no-rules') note(problemLine(problem));
  return problems.some(isError);
}

/** For people and editors: `file:line:column: error: message (code)`. */
export function problemLine({ file, line, column, severity, message, code }: Problem): string {
  return visible(`${file}:${line}:${column}: ${severity}: ${message} (${code})`);
}
