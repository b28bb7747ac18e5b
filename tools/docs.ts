/** Writes docs/reference/ from the program and its rules; run it after a change of a command, a setting, a schema or a rule. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedReference } from '../src/cli/reference-sources.ts';

const folder = join(import.meta.dirname, '../docs/reference');
mkdirSync(folder, { recursive: true });
for (const [name, text] of shippedReference()) {
  if (current(name) === text) continue;
  writeFileSync(join(folder, name), text);
  process.stdout.write(`docs/reference/${name}\n`);
}

function current(name: string): string {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch {
    return '';
  }
}
