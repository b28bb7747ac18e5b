/**
 * How good the detection is, on generated worlds. Measures sections, keeps each with its date, and writes bench/detection.md from all that were measured.
 *   node bench/detection.ts [SECTION...]        without: all but final
 * Sections: development, final, metadata, ablation, cost. `final` is for the figure at the end: nothing is developed with it.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache } from './contenders.ts';
import { ablation } from './detection/ablation.ts';
import { cost } from './detection/cost.ts';
import { evaluated } from './detection/evaluated.ts';
import { page } from './detection/page.ts';
import type { SectionName } from './detection/section.ts';
import { readSection, sectionNames } from './detection/section.ts';

const folder = join(cache, 'detection');
mkdirSync(folder, { recursive: true });

const measures: { readonly [name in SectionName]: () => Promise<unknown> } = {
  development: () => evaluated({ set: 'development', metadata: false }, []),
  final: async () => ({
    full: await evaluated({ set: 'final', metadata: false }, []),
    metadata: await evaluated({ set: 'final', metadata: true }, ['--no-alone', '--no-peers']),
  }),
  metadata: () => evaluated({ set: 'development', metadata: true }, ['--no-alone', '--no-peers']),
  ablation,
  cost,
};

const asked = process.argv.slice(2);
const unknown = asked.filter(name => !sectionNames.some(known => known === name));
if (unknown.length > 0) throw new Error(`no section is called ${unknown.join(', ')}`);
const wanted = sectionNames.filter(name => (asked.length === 0 ? name !== 'final' : asked.includes(name)));

for (const name of wanted) {
  console.error(`measuring: ${name}`);
  const measured = await measures[name]();
  const section = { measured, at: new Date().toISOString().slice(0, 10), commit: commit() };
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(section));
}
writeFileSync(
  join(import.meta.dirname, 'detection.md'),
  page(name => readSection(join(folder, `${name}.json`))),
);

function commit(): string {
  return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  }).trim();
}
