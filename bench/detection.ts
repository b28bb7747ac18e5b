/**
 * How good the detection is, on generated worlds. Measures sections, keeps each with its date, and writes bench/detection.md from all that were measured.
 *   node bench/detection.ts [SECTION...]        without: all but final; `page` measures nothing
 * Sections: development, detectors, metadata, ablation, recordings, cost, final. `final` is for the figure at the end: nothing is developed with it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache } from './contenders.ts';
import { ablation, ablationOfRecordings, someClusters } from './detection/ablation.ts';
import { cost } from './detection/cost.ts';
import { evaluated } from './detection/evaluated.ts';
import { page } from './detection/page.ts';
import type { SectionName, Sections } from './detection/section.ts';
import { sectionNames, writeSection } from './detection/section.ts';

const folder = join(cache, 'detection');
mkdirSync(folder, { recursive: true });
const quick = ['--no-alone', '--no-peers'];

const measures: { readonly [N in SectionName]: () => Promise<Sections[N]> } = {
  development: () => evaluated({ set: 'development', metadata: false }, ['--no-alone']),
  detectors: () => evaluated({ set: 'development', metadata: false, clusters: someClusters }, ['--no-peers']),
  final: async () => ({
    full: await evaluated({ set: 'final', metadata: false }, ['--no-alone']),
    metadata: await evaluated({ set: 'final', metadata: true }, quick),
  }),
  metadata: () => evaluated({ set: 'development', metadata: true }, quick),
  ablation,
  recordings: ablationOfRecordings,
  cost,
};

const asked = process.argv.slice(2);
const unknown = asked.filter(name => ![...sectionNames, 'page'].includes(name));
if (unknown.length > 0) throw new Error(`no section is called ${unknown.join(', ')}`);

for (const name of sectionNames)
  if (asked.length === 0 ? name !== 'final' : asked.includes(name)) await measureSection(name);
writeFileSync(join(import.meta.dirname, 'detection.md'), page(folder));

async function measureSection<N extends SectionName>(name: N): Promise<void> {
  console.error(`measuring: ${name}`);
  const measured = await measures[name]();
  writeSection(folder, name, { measured, at: `${new Date().toISOString().slice(0, 16)}Z` });
}
