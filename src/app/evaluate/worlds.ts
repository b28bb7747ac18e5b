import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { TruthLine } from '../../evaluate/truth.ts';
import { readTruth } from '../../evaluate/truth.ts';
import type { Result } from '../../model/result.ts';
import { fail, succeed } from '../../model/result.ts';

/** Logs of one cluster, and what is true of them. */
export interface World {
  readonly name: string;
  readonly logs: readonly string[];
  readonly truth: readonly TruthLine[];
  /** Until when everything is known to be well, RFC 3339. */
  readonly learnUntil?: string | undefined;
}

const about = z.object({ learnUntil: z.string().optional() });

/** One world of logs and their truth. An error is a sentence for the user. */
export function namedWorld(logs: readonly string[], truthFile: string): Result<World, string> {
  return worldOf(truthFile, { name: logs.map(log => basename(log)).join(', '), logs });
}

/**
 * The worlds in folders: a folder with `truth.jsonl` is one, and so are those right below it. Its logs are the files named
 * `audit*`; `world.json` beside them may say `learnUntil`.
 */
export function worldsIn(folders: readonly string[]): Result<readonly World[], string> {
  const worlds: World[] = [];
  for (const folder of folders) {
    const holding = [folder, ...foldersIn(folder)].filter(each => existsSync(join(each, 'truth.jsonl')));
    if (holding.length === 0)
      return fail(`${folder}: holds no truth.jsonl; name a log and its truth with --truth`);
    for (const each of holding) {
      const world = worldIn(each);
      if (!world.ok) return world;
      worlds.push(world.value);
    }
  }
  return succeed(worlds);
}

function foldersIn(folder: string): readonly string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .filter(entry => entry.isDirectory())
    .map(({ name }) => join(folder, name))
    .toSorted();
}

function worldIn(folder: string): Result<World, string> {
  const logs = readdirSync(folder)
    .filter(name => /^audit.*\.(log|jsonl|json)(\.gz|\.zst)?$/.test(name))
    .map(name => join(folder, name))
    .toSorted();
  if (logs.length === 0) return fail(`${folder}: holds truth.jsonl, but no audit*.log`);
  const file = join(folder, 'world.json');
  const said = existsSync(file) ? about.safeParse(jsonIn(file)) : about.safeParse({});
  if (!said.success) return fail(`${file}: ${z.prettifyError(said.error)}`);
  return worldOf(join(folder, 'truth.jsonl'), {
    name: basename(folder),
    logs,
    learnUntil: said.data.learnUntil,
  });
}

function worldOf(file: string, world: Omit<World, 'truth'>): Result<World, string> {
  const truth = readTruth(readFileSync(file, 'utf8'));
  return truth.ok ? succeed({ ...world, truth: truth.value }) : fail(`${file}: ${truth.error}`);
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
