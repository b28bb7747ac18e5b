import type { Problem } from '../detect/rules/problem.ts';
import { visible } from '../model/visible-text.ts';

/** Problems of rules and other files for people and editors: `file:line:column: error: message (code)`, on standard error. */
export function printProblems(problems: readonly Problem[], least: 'error' | 'warning'): void {
  for (const problem of problems) {
    if (least === 'warning' || problem.severity === 'error')
      process.stderr.write(`${problemLine(problem)}\n`);
  }
}

export function problemLine({ file, line, column, severity, message, code }: Problem): string {
  return visible(`${file}:${line}:${column}: ${severity}: ${message} (${code})`);
}
