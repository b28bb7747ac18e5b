import { isMap, isScalar, LineCounter, parseAllDocuments, visit } from 'yaml';
import type { Problem } from './problem.ts';
import type { PlacedYaml } from './yaml-positions.ts';

const maxLength = 8 << 20;
const maxAliases = 1000;

/** A YAML document as data, with its number in the file. */
export interface ParsedYaml extends PlacedYaml {
  readonly index: number;
  readonly value: unknown;
}

/** The documents of a file that can be read; the others are reported. */
export function parseYaml(text: string, file: string, problems: Problem[]): readonly ParsedYaml[] {
  const at = (line: number, column: number, code: string, message: string) =>
    problems.push({ file, line, column, severity: 'error', code, message });
  if (text.length > maxLength) {
    at(1, 1, 'too-long', 'The file is too long for a rule file');
    return [];
  }
  const lines = new LineCounter();
  try {
    const parsed = [
      ...parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, merge: true, logLevel: 'error' }),
    ];
    return parsed.flatMap((document, index) => {
      for (const error of document.errors) {
        const { line, col } = lines.linePos(error.pos[0]);
        at(Math.max(line, 1), Math.max(col, 1), 'not-yaml', error.message);
      }
      if (document.errors.length > 0) return [];
      warnOfOldYaml({ document, lines, text }, file, problems);
      const value: unknown = document.toJS({ maxAliasCount: maxAliases });
      return value === null || value === undefined ? [] : [{ document, lines, text, index, value }];
    });
  } catch (error) {
    // The library throws where aliases expand too far and where nesting exhausts the stack.
    at(1, 1, 'not-yaml', error instanceof Error ? error.message : 'The file cannot be read as YAML');
    return [];
  }
}

/** `no`, `0755` and `1:30` mean something else to YAML 1.1, which most Sigma tools and kubectl read. */
function warnOfOldYaml({ document, lines }: PlacedYaml, file: string, problems: Problem[]): void {
  if (!isMap(document.contents)) return;
  visit(document, {
    Scalar(key, node) {
      if (key === 'key' || !isScalar(node) || node.type !== 'PLAIN') return;
      if (!/^(yes|no|on|off|0[0-7]+|[0-9]+(:[0-5]?[0-9])+)$/i.test(node.source ?? '')) return;
      const { line, col } = lines.linePos(node.range?.[0] ?? 0);
      const message = `${node.source} means something else in YAML 1.1, which other Sigma tools read; put it in quotes`;
      problems.push({ file, line, column: col, severity: 'warning', code: 'ambiguous-yaml', message });
    },
  });
}
