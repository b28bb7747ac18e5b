import assert from 'node:assert/strict';
import {
  appendFileSync,
  copyFileSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Batch } from '../../model/live.ts';
import type { Refusal } from '../../model/refusal.ts';
import type { Chunk } from '../../model/seams.ts';
import type { Position } from '../../model/store.ts';
import { liveFile } from './live-file.ts';
import { testFolder } from './test-folder.ts';

interface Read {
  /** Each text with the line on which it was said to begin. */
  readonly texts: string[];
  readonly lines: (number | undefined)[];
  readonly refusals: string[];
}

function takePiece(piece: Chunk | Refusal, { texts, lines, refusals }: Read): void {
  if ('reason' in piece) refusals.push(piece.origin.file);
  else if (piece.bytes.length > 0) {
    texts.push(piece.bytes.toString('utf8'));
    lines.push(piece.line);
  }
}

/** What a store would hold; every run is one life of the process, and stores what it read. */
function lives(paths: readonly string[]) {
  const stored = new Map<string, Position>();
  const source = (once: boolean) => liveFile({ name: 'f', cluster: '', paths, once, pollEvery: 2 });
  const note = ({ positions }: Batch): void => {
    for (const position of positions) {
      if (position.value === null) stored.delete(position.key);
      else stored.set(position.key, position);
    }
  };
  const read = async (stop: AbortSignal, once: boolean, done: (read: Read) => boolean): Promise<Read> => {
    const result: Read = { texts: [], lines: [], refusals: [] };
    for await (const batch of source(once).read([...stored.values()], stop)) {
      for (const piece of batch.pieces) takePiece(piece, result);
      note(batch);
      if (done(result)) break;
    }
    return result;
  };
  return {
    /** Reads all that is there. */
    once: () => read(new AbortController().signal, true, () => false),
    /** Reads until that much text has come, then is killed. */
    until: (text: string) =>
      read(new AbortController().signal, false, ({ texts }) => texts.join('').length >= text.length),
  };
}

test('goes on after a restart where it was, with the line', async context => {
  const path = join(testFolder(context), 'audit.log');
  const life = lives([path]);
  writeFileSync(path, 'one\ntwo\nthr');
  assert.deepEqual(await life.until('one\ntwo\n'), {
    texts: ['one\ntwo\n'],
    lines: [undefined],
    refusals: [],
  });
  appendFileSync(path, 'ee\nfour\n');
  assert.deepEqual(await life.until('three\nfour\n'), { texts: ['three\nfour\n'], lines: [3], refusals: [] });
  assert.deepEqual((await life.once()).texts, []);
});

test('catches up through what was rotated and compressed while it was away, in order', async context => {
  const folder = testFolder(context);
  const path = join(folder, 'audit.log');
  const at = (name: string): string => join(folder, name);
  const life = lives([path]);
  writeFileSync(at('audit-2026-11-20T00-00-00.000.log'), 'before the first start\n');
  writeFileSync(path, 'one\n');
  assert.deepEqual((await life.until('one\n')).texts, ['one\n']);
  appendFileSync(path, 'two\n');
  writeFileSync(at('audit-2026-11-23T01-00-00.000.log.gz'), gzipSync(readFileSync(path)));
  rmSync(path);
  writeFileSync(at('audit-2026-11-23T02-00-00.000.log'), 'three\nfour\n');
  writeFileSync(at('audit-2026-11-23T03-00-00.000.log.gz'), gzipSync('five\n'));
  writeFileSync(path, 'six\n');
  const { texts, lines } = await life.until('two\nthree\nfour\nfive\nsix\n');
  assert.deepEqual(texts, ['two\n', 'three\nfour\n', 'five\n', 'six\n']);
  assert.deepEqual(lines, [2, undefined, undefined, undefined]);
  renameSync(at('audit-2026-11-23T02-00-00.000.log'), at('audit-2026-11-23T02-00-01.000.log'));
  writeFileSync(at('audit-2026-11-23T02-00-01.000.log.gz'), gzipSync('three\nfour\n'));
  rmSync(at('audit-2026-11-23T02-00-01.000.log'));
  appendFileSync(path, 'seven\n');
  assert.deepEqual((await life.once()).texts, ['seven\n']);
});

test('copied and truncated while it was away: the rest of the copy, then the new text', async context => {
  const folder = testFolder(context);
  const path = join(folder, 'audit.log');
  const life = lives([path]);
  writeFileSync(path, 'one\n');
  await life.until('one\n');
  appendFileSync(path, 'two\n');
  copyFileSync(path, join(folder, 'audit.log.1'));
  truncateSync(path);
  appendFileSync(path, 'three, longer than what was read before\n');
  assert.deepEqual((await life.once()).texts, ['two\n', 'three, longer than what was read before\n']);
});

test('rotation under its eyes: rename with late lines, copy and truncate, deletion', async context => {
  const folder = testFolder(context);
  const path = join(folder, 'audit.log');
  const life = lives([path]);
  const stop = new AbortController();
  const texts: string[] = [];
  writeFileSync(path, 'one\n');
  const steps = new Map<string, () => void>([
    [
      'one\n',
      () => {
        renameSync(path, join(folder, 'audit.log.1'));
        appendFileSync(join(folder, 'audit.log.1'), 'two\n');
        writeFileSync(path, 'three\n');
      },
    ],
    [
      'three\n',
      () => {
        copyFileSync(path, join(folder, 'audit.log.2'));
        truncateSync(path);
        appendFileSync(path, 'four\n');
      },
    ],
    [
      'four\n',
      () => {
        rmSync(path);
        writeFileSync(path, 'five\n');
      },
    ],
    ['five\n', () => stop.abort()],
  ]);
  const source = liveFile({ name: 'f', cluster: '', paths: [path], pollEvery: 2 });
  for await (const { pieces } of source.read([], stop.signal)) {
    for (const piece of pieces) {
      if ('reason' in piece || piece.bytes.length === 0) continue;
      texts.push(piece.bytes.toString('utf8'));
      steps.get(texts.at(-1) ?? '')?.();
    }
  }
  assert.deepEqual(texts, ['one\n', 'two\n', 'three\n', 'four\n', 'five\n']);
  assert.deepEqual((await life.once()).texts.at(-1), 'five\n');
});

test('a file that is not there is refused once, and read when it comes', async context => {
  const path = join(testFolder(context), 'audit.log');
  const life = lives([path]);
  const stop = new AbortController();
  let refused = 0;
  const source = liveFile({ name: 'f', cluster: 'prod', paths: [path], pollEvery: 2 });
  for await (const { pieces, cluster } of source.read([], stop.signal)) {
    assert.equal(cluster, 'prod');
    for (const piece of pieces) {
      if ('reason' in piece) refused += 1;
      else stop.abort();
    }
    if (refused === 1 && !stop.signal.aborted) writeFileSync(path, 'one\n');
  }
  assert.equal(refused, 1);
  assert.deepEqual((await life.once()).texts, ['one\n']);
});

test('several files of a glob, each with its own position; a last line without a break only when that is all', async context => {
  const folder = testFolder(context);
  writeFileSync(join(folder, 'a.log'), 'a1\na2');
  writeFileSync(join(folder, 'b.log'), 'b1\n');
  const life = lives([join(folder, '*.log')]);
  assert.deepEqual((await life.until('a1\nb1\n')).texts, ['a1\n', 'b1\n']);
  appendFileSync(join(folder, 'b.log'), 'b2\n');
  assert.deepEqual((await life.once()).texts, ['a2', 'b2\n']);
});
