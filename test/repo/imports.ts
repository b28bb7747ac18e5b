import { dirname, join } from 'node:path';
import { withoutComments } from './code-text.ts';
import { read } from './repository.ts';

export interface Import {
  readonly from: string;
  /** A path from the root for our own files, else a package or `node:` module. */
  readonly to: string;
  readonly typeOnly: boolean;
  readonly dynamic: boolean;
}

const statement = /^\s*(?:import|export)\s+(type\s)?(?:[^'";()]*?\sfrom\s+)?'([^']+)'/gm;
const dynamic = /\bimport\(\s*'([^']+)'\s*\)/g;

/** What a file imports, by a small scanner: `import`, `export ... from` and `import()` with a literal. */
export function importsOf(file: string): readonly Import[] {
  const text = withoutComments(read(file));
  const resolved = (name: string): string => (name.startsWith('.') ? join(dirname(file), name) : name);
  return [
    ...[...text.matchAll(statement)].map(([, type, name = '']) => ({
      from: file,
      to: resolved(name),
      typeOnly: type !== undefined,
      dynamic: false,
    })),
    ...[...text.matchAll(dynamic)].map(([, name = '']) => ({
      from: file,
      to: resolved(name),
      typeOnly: false,
      dynamic: true,
    })),
  ];
}
