import { readFileSync } from 'node:fs';
import type { SuppressionFile } from '../../findings/suppressions/suppression-file.ts';
import { parseSuppressions } from '../../findings/suppressions/suppression-file.ts';
import { fileProblem, shortPath } from '../rules/rule-files.ts';

/** In a file of its own, so that a run without suppressions does not load what reads them. */
export function readSuppressions(path: string): SuppressionFile {
  try {
    return parseSuppressions(readFileSync(path, 'utf8'), shortPath(path));
  } catch (error) {
    const problem = fileProblem(
      path,
      'unreadable',
      `cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
    return { suppressions: [], problems: [problem] };
  }
}
