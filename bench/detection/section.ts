import { existsSync, readFileSync } from 'node:fs';

export const sectionNames = ['development', 'metadata', 'ablation', 'cost', 'final'] as const;
export type SectionName = (typeof sectionNames)[number];

/** What was measured of a section, when, and of which commit. */
export interface Section {
  readonly measured: unknown;
  readonly at: string;
  readonly commit: string;
}

/** undefined if it was not measured on this machine. */
export function readSection(file: string): Section | undefined {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
