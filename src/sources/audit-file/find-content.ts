import { readdirSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { contentOf } from './content.ts';
import type { ExpansionLimit } from './decompress.ts';
import { findInputs } from './find-inputs.ts';
import type { Found, Input } from './input.ts';
import { isTrouble, regularInput } from './input.ts';
import type { Reading } from './raw-bytes.ts';
import { isRotated, oldestFirst, rotatedName } from './rotation.ts';
import { longestHead } from './stretch.ts';

export type RegularInput = Extract<Input, { readonly type: 'regular' }>;

export interface FoundContent {
  /** Oldest first. */
  readonly files: readonly RegularInput[];
  /** Paths among them that only lie beside a file that the user named: what it was rotated to. */
  readonly beside: ReadonlySet<string>;
  /** What cannot be reached, with the path as the user gave it. */
  readonly troubles: Found['troubles'];
}

/** The files that the user named, and what they were rotated to. */
export function findContent(paths: readonly string[]): FoundContent {
  const { inputs, troubles } = findInputs(paths);
  const named = inputs.filter(isRegular);
  const known = new Set(named.map(({ identity }) => identity));
  const beside = named
    .filter(({ path }) => !isRotated(path))
    .flatMap(({ path }) => siblings(path))
    .filter(({ identity }) => !known.has(identity));
  const files = oldestFirst([...named, ...beside], ({ path }) => path);
  return { files, beside: new Set(beside.map(({ path }) => path)), troubles };
}

const isRegular = (input: Input): input is RegularInput => input.type === 'regular';

function siblings(path: string): readonly RegularInput[] {
  const folder = dirname(path);
  return namesIn(folder)
    .map(name => join(folder, name))
    .filter(each => isRotated(each) && rotatedName(each).current === normalize(path))
    .map(each => ({ each, status: statSync(each, { throwIfNoEntry: false }) }))
    .flatMap(({ each, status }) => (status?.isFile() === true ? [regularInput(each, status)] : []))
    .filter(isRegular);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The first bytes of what a file holds, decompressed. */
export async function startOf(input: Input, reading: Reading, limit: ExpansionLimit): Promise<Buffer> {
  const buffer = Buffer.alloc(4096);
  let start: Buffer = Buffer.alloc(0);
  for await (const piece of contentOf(input, { ...reading, buffer }, limit)) {
    if (isTrouble(piece)) break;
    start = Buffer.concat([start, piece]);
    if (start.length >= longestHead) break;
  }
  return start.subarray(0, longestHead);
}
