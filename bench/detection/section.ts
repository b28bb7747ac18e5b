import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Evaluation } from '../../src/app/evaluate/evaluate.ts';
import type { Ablation } from './ablation.ts';
import type { Cost } from './cost.ts';

/** What is measured, by section. */
export interface Sections {
  readonly development: Evaluation;
  /** Each detector by itself, in some clusters. */
  readonly detectors: Evaluation;
  readonly metadata: Evaluation;
  readonly ablation: readonly Ablation[];
  /** The same on the recordings of real clusters that are not kept back. */
  readonly recordings: readonly Ablation[];
  readonly cost: Cost;
  readonly final: { readonly full: Evaluation; readonly metadata: Evaluation };
}

export const sectionNames = [
  'development',
  'detectors',
  'metadata',
  'ablation',
  'recordings',
  'cost',
  'final',
] as const;
export type SectionName = keyof Sections & (typeof sectionNames)[number];

/** What was measured of a section, and when. */
export interface Section<T> {
  readonly measured: T;
  readonly at: string;
}

/** undefined if it was not measured on this machine; it holds what `writeSection` wrote there. */
export function readSection<N extends SectionName>(
  folder: string,
  name: N,
): Section<Sections[N]> | undefined {
  const file = join(folder, `${name}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

export function writeSection<N extends SectionName>(
  folder: string,
  name: N,
  section: Section<Sections[N]>,
): void {
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(section));
}
