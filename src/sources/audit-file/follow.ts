import { setTimeout as sleep } from 'node:timers/promises';
import type { Refusal } from '../../model/refusal.ts';
import type { Chunk } from '../../model/seams.ts';
import { findInputs } from './find-inputs.ts';
import type { Input } from './input.ts';
import { pathOf, troubleOf } from './input.ts';
import type { Reading } from './raw-bytes.ts';
import { isRotated } from './rotation.ts';
import type { Tail } from './tail.ts';
import { openTail } from './tail.ts';

export interface Following {
  readonly paths: readonly string[];
  readonly inputs: readonly Input[];
  readonly reading: Reading;
  readonly readOne: (input: Input) => AsyncGenerator<Chunk | Refusal>;
  readonly pollEvery: number;
}

/** New files are looked for once in so many polls. */
const pollsPerSearch = 8;

/**
 * Reads all that there is, in order, then what is appended, until stopped. Compressed and rotated files are finished
 * ones: they are read once. A file that appears later is followed from its start, unless it is a rotated or compressed
 * one: then it is what was followed already, under a new name.
 */
export async function* follow(following: Following): AsyncGenerator<Chunk | Refusal> {
  const { stop } = following.reading;
  const followed: Followed = { tails: new Map(), known: new Set(following.inputs.map(keyOf)) };
  try {
    for (const input of following.inputs) {
      if (stop.aborted) return;
      yield* begin(input, following, followed);
    }
    if (following.paths.every(path => path === '-')) return;
    for (let poll = 1; await waited(following.pollEvery, stop); poll += 1) {
      for (const path of followed.tails.keys()) yield* advance(path, followed);
      if (poll % pollsPerSearch === 0) yield* beginNew(following, followed);
    }
  } finally {
    for (const tail of followed.tails.values()) tail.close();
  }
}

interface Followed {
  readonly tails: Map<string, Tail>;
  /** What was read or is being read, by identity. */
  readonly known: Set<string>;
}

const keyOf = (input: Input): string => (input.type === 'regular' ? input.identity : '');

async function* begin(
  input: Input,
  following: Following,
  followed: Followed,
): AsyncGenerator<Chunk | Refusal> {
  const path = pathOf(input);
  const tail = input.type === 'regular' && !isRotated(path) ? openTail(path, following.reading) : undefined;
  if (tail === undefined) return yield* following.readOne(input);
  followed.tails.set(path, tail);
  yield* advance(path, followed);
}

async function* beginNew(following: Following, followed: Followed): AsyncGenerator<Chunk | Refusal> {
  for (const input of findInputs(following.paths).inputs) {
    const path = pathOf(input);
    if (input.type !== 'regular' || followed.known.has(keyOf(input)) || followed.tails.has(path)) continue;
    followed.known.add(keyOf(input));
    if (isRotated(path)) continue;
    const tail = openTail(path, following.reading);
    if (tail === undefined) continue;
    followed.tails.set(path, tail);
    yield* advance(path, followed);
  }
}

/** A file that can no longer be read (a network share that is gone, say) is refused and no longer followed. */
async function* advance(path: string, { tails, known }: Followed): AsyncGenerator<Chunk | Refusal> {
  const tail = tails.get(path);
  if (tail === undefined) return;
  try {
    yield* tail.advance();
    known.add(tail.identity());
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble === undefined) throw error;
    tails.delete(path);
    tail.close();
    yield { ...trouble, origin: { source: 'audit-file', file: path, line: 1 } };
  }
}

/** False once stopped. */
async function waited(milliseconds: number, stop: AbortSignal): Promise<boolean> {
  try {
    await sleep(milliseconds, undefined, { signal: stop });
    return true;
  } catch (error) {
    if (stop.aborted) return false;
    throw error;
  }
}
