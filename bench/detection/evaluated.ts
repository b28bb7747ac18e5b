import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Evaluation } from '../../src/app/evaluate/evaluate.ts';
import { cache } from '../contenders.ts';
import { measure } from '../measure.ts';
import type { WorldSet } from '../worlds/clusters.ts';
import { writeWorlds } from '../worlds/write.ts';

export interface Worlds {
  readonly set: WorldSet;
  readonly metadata: boolean;
  /** Numbers of clusters, from 1; all ten if absent. */
  readonly clusters?: readonly number[];
}

export const main = join(import.meta.dirname, '../../src/cli/main.ts');

/** What `watchbill evaluate` says of generated worlds. */
export async function evaluated(worlds: Worlds, words: readonly string[]): Promise<Evaluation> {
  const folder = await worldsFolder(worlds);
  const { output, code } = await measure([
    process.execPath,
    main,
    'evaluate',
    folder,
    '--config',
    '',
    '-o',
    'json',
    ...words,
  ]);
  if (code !== 0) throw new Error(`evaluate ended with ${code}`);
  return JSON.parse(output);
}

/** The folder of the worlds; they are written once for each state of the generator. */
export async function worldsFolder({ set, metadata, clusters }: Worlds): Promise<string> {
  const which = `${set}${metadata ? '-metadata' : ''}${clusters === undefined ? '' : `-${clusters.join('-')}`}`;
  const folder = join(cache, `worlds-${which}-${digestOfGenerator()}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  await writeWorlds(`${folder}.part`, {
    set,
    weeks: 8,
    metadata,
    attacks: true,
    ...(clusters && { clusters }),
  });
  renameSync(`${folder}.part`, folder);
  return folder;
}

function digestOfGenerator(): string {
  const root = join(import.meta.dirname, '../worlds');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    file => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  );
  const hash = createHash('sha256');
  for (const file of files.toSorted()) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 10);
}
