import type { Batch } from '../../model/live.ts';
import type { Refusal } from '../../model/refusal.ts';
import type { Position } from '../../model/store.ts';
import type { ExpansionLimit } from './decompress.ts';
import type { FoundContent, RegularInput } from './find-content.ts';
import { findContent, startOf } from './find-content.ts';
import type { Trouble } from './input.ts';
import type { OpenContent } from './open-content.ts';
import { finishContent, openContent } from './open-content.ts';
import type { Reading } from './raw-bytes.ts';
import { isRotated } from './rotation.ts';
import type { Stretch } from './stretch.ts';
import { continues, headOf, readStretch } from './stretch.ts';

export type Advance = Pick<Batch, 'pieces' | 'positions'>;

/** Reads what is new in the files, in their order. */
export interface Reader {
  advance(): AsyncGenerator<Advance>;
  close(): void;
}

export interface ContentReaderOptions {
  readonly source: string;
  readonly paths: readonly string[];
  readonly positions: readonly Position[];
  readonly stop: AbortSignal;
  /** Read what is there to its end, as if nothing would follow. */
  readonly once: boolean;
}

/** Content that is known: how far it was read, and its file while that is open. */
export interface Known {
  readonly key: string;
  stretch: Stretch;
  open: OpenContent | undefined;
}

const chunkBytes = 1024 * 1024;
const limit: ExpansionLimit = { ratio: 200, bytes: 2 * 1024 ** 3 };
/** Content that has ended is known again for so many files. */
const endedKept = 200;
const settledKept = 10_000;

export function createContentReader(options: ContentReaderOptions): Reader {
  const { source, positions, stop } = options;
  const known = new Map<string, Known>(positions.flatMap(knownFrom).map(each => [each.key, each]));
  /** Files that were looked at and hold nothing new, by inode, size and time of change. */
  const settled = new Set<string>();
  const reading: Reading = { stop, buffer: Buffer.allocUnsafeSlow(chunkBytes), count: () => undefined };
  let first = known.size === 0;
  let unreachable: ReadonlySet<string> = new Set();

  const positionOf = ({ key, stretch }: Known): Position => ({
    source,
    key,
    value: JSON.stringify(stretch),
  });
  const begin = (input: RegularInput, start: Buffer): Known => {
    const inode = input.identity;
    const fresh = { label: input.path, inode, offset: 0, line: 1, ended: false, ...headOf(start) };
    const key = newKey(known, inode);
    const made: Known = { key, stretch: fresh, open: undefined };
    known.set(key, made);
    return made;
  };

  async function* look({ files, beside }: FoundContent): AsyncGenerator<Advance> {
    for (const input of files) {
      if (stop.aborted) return;
      if (settled.has(markOf(input)) || isBusy(known, input)) continue;
      yield* lookAt(input, beside.has(input.path));
    }
  }

  async function* lookAt(input: RegularInput, isBeside: boolean): AsyncGenerator<Advance> {
    const start = await startOf(input, reading, limit);
    if (start.length === 0 && !options.once) return;
    const matching = [...known.values()].filter(({ stretch }) => continues(stretch, start));
    // Being copied, before its file is truncated.
    if (matching.some(({ open }) => open !== undefined)) return;
    const [found] = matching;
    if (found === undefined && first && isBeside) yield* passOver(begin(input, start), input);
    else yield* readFrom(found ?? begin(input, start), input);
  }

  /** What was rotated away before the first start is not asked for. */
  async function* passOver(content: Known, input: RegularInput): AsyncGenerator<Advance> {
    content.stretch = { ...content.stretch, ended: true, offset: Number.MAX_SAFE_INTEGER };
    settled.add(markOf(input));
    yield { pieces: [], positions: [positionOf(content)] };
  }

  async function* readFrom(content: Known, input: RegularInput): AsyncGenerator<Advance> {
    const { stretch } = content;
    const isKnown = stretch.ended && stretch.inode === input.identity && input.size <= stretch.offset;
    if (isKnown) return void settled.add(markOf(input));
    // Evidence names one file at a time by one path.
    const label = isNamed(known, stretch.label) ? input.path : stretch.label;
    content.stretch = { ...stretch, label, inode: input.identity, ended: false };
    content.open = openContent(input, content.stretch);
    if (content.open === undefined) yield* finish(content, input);
    else {
      yield* drain(content);
      if (isRotated(input.path) || options.once) yield* end(content);
    }
    if (content.open === undefined) settled.add(markOf(input));
  }

  async function* finish(content: Known, input: RegularInput): AsyncGenerator<Advance> {
    const { stretch: from } = content;
    for await (const step of finishContent({ input, stretch: from, reading, limit })) {
      content.stretch = step.stretch;
      const refused = step.trouble === undefined ? [] : [refusalOf(input.path, step.trouble)];
      const pieces = step.chunk === undefined ? refused : [step.chunk, ...refused];
      yield { pieces, positions: [positionOf(content)] };
    }
  }

  async function* drain(content: Known): AsyncGenerator<Advance> {
    const { open } = content;
    if (open === undefined) return;
    for await (const { chunk, stretch } of open.advance(content.stretch, reading)) {
      content.stretch = stretch;
      yield { pieces: [chunk], positions: [positionOf(content)] };
    }
  }

  async function* end(content: Known): AsyncGenerator<Advance> {
    const { open } = content;
    if (open === undefined) return;
    content.open = undefined;
    const { chunk, stretch } = open.end(content.stretch, reading);
    content.stretch = stretch;
    yield { pieces: [chunk], positions: [positionOf(content)] };
  }

  /** A file that was renamed and is quiet now, or truncated, holds no more of this content. */
  async function* followOpen(): AsyncGenerator<Advance> {
    for (const content of known.values()) {
      if (content.open === undefined) continue;
      const before = content.stretch.offset;
      if (content.open.wasRewritten(content.stretch)) {
        yield* end(content);
        continue;
      }
      yield* drain(content);
      if (content.stretch.offset === before && content.open.wasReplaced()) yield* end(content);
    }
  }

  async function* forgetEnded(): AsyncGenerator<Advance> {
    const ended = [...known.values()].filter(({ stretch, open }) => stretch.ended && open === undefined);
    const old = ended.slice(0, Math.max(0, ended.length - endedKept));
    for (const { key } of old) known.delete(key);
    if (old.length > 0) yield { pieces: [], positions: old.map(({ key }) => ({ source, key, value: null })) };
  }

  async function* report({ troubles }: FoundContent): AsyncGenerator<Advance> {
    const now = new Set(troubles.map(({ path }) => path));
    const fresh = troubles.filter(({ path }) => !unreachable.has(path));
    unreachable = now;
    if (fresh.length === 0) return;
    yield { pieces: fresh.map(({ path, trouble }) => refusalOf(path, trouble)), positions: [] };
  }

  return {
    async *advance() {
      yield* followOpen();
      const found = findContent(options.paths);
      yield* report(found);
      yield* look(found);
      first = false;
      if (settled.size > settledKept) settled.clear();
      yield* forgetEnded();
    },
    close: () => {
      for (const { open } of known.values()) open?.close();
    },
  };
}

function refusalOf(file: string, trouble: Trouble): Refusal {
  return { ...trouble, origin: { source: 'audit-file', file, line: 1 } };
}

const markOf = ({ identity, size, changed }: RegularInput): string => `${identity} ${size} ${changed}`;

function knownFrom({ key, value }: Position): readonly Known[] {
  const stretch = value === null ? undefined : readStretch(value);
  return stretch === undefined ? [] : [{ key, stretch, open: undefined }];
}

/** After a truncation the same inode holds other content. */
function newKey(known: ReadonlyMap<string, Known>, inode: string): string {
  let number = 1;
  while (known.has(`${inode}#${number}`)) number += 1;
  return `${inode}#${number}`;
}

/** It is being read, or what stood under its path before still is. */
function isBusy(known: ReadonlyMap<string, Known>, { identity, path }: RegularInput): boolean {
  const isIt = ({ open, stretch }: Known) => open !== undefined && stretch.inode === identity;
  return [...known.values()].some(isIt) || isNamed(known, path);
}

function isNamed(known: ReadonlyMap<string, Known>, label: string): boolean {
  return [...known.values()].some(({ open, stretch }) => open !== undefined && stretch.label === label);
}
