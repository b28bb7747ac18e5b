import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OracleInput } from './cases.ts';

export type Outcome = 'matches' | 'does not match' | 'refuses';

/** One of the differences of differences.md, with its example. */
export interface ListedDifference {
  readonly id: string;
  readonly rules: string;
  readonly event: string;
  readonly watchbill: Outcome;
  readonly pysigma: Outcome;
}

/** Reads the list; throws where a section is not complete. */
export function readDifferences(): readonly ListedDifference[] {
  const text = readFileSync(join(import.meta.dirname, 'differences.md'), 'utf8');
  return text.split(/^### /m).slice(1).map(readSection);
}

function readSection(section: string): ListedDifference {
  const [, id = ''] = /^(\S+)\n/.exec(section) ?? [];
  const [, watchbill = '', pysigma = ''] =
    /^Watchbill: ([a-z ]+)\. pySigma: ([a-z ]+)\.$/m.exec(section) ?? [];
  return {
    id,
    rules: block(section, 'yaml'),
    event: block(section, 'json'),
    watchbill: outcomeOf(watchbill, id),
    pysigma: outcomeOf(pysigma, id),
  };
}

function block(section: string, language: string): string {
  const [, text] = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'ms').exec(section) ?? [];
  if (text === undefined) throw new Error(`differences.md: no ${language} in: ${section.slice(0, 60)}`);
  return text.replaceAll(/«(.)×(\d+)»/g, (_, character: string, count: string) =>
    character.repeat(Number(count)),
  );
}

function outcomeOf(text: string, id: string): Outcome {
  if (text === 'matches' || text === 'does not match' || text === 'refuses') return text;
  throw new Error(`differences.md: ${id} has no outcomes`);
}

/** All examples as one question; each is asked about its own event. */
export function differencesInput(list: readonly ListedDifference[]): OracleInput {
  return {
    events: list.map(({ event }) => JSON.parse(event)),
    cases: list.map(({ id, rules }, index) => ({ id, rules, placeholders: { empty: [] }, events: [index] })),
  };
}
