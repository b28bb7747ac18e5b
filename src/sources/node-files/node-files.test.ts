import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Batch } from '../../model/live.ts';
import type { Position } from '../../model/store.ts';
import { nodeFiles } from './node-files.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watchbill-node-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n';

interface Line {
  readonly act: string;
  readonly path: string;
  readonly content?: string;
  readonly digest?: string;
}

function linesOf({ pieces }: Batch): readonly Line[] {
  return pieces.flatMap(piece =>
    'bytes' in piece
      ? piece.bytes
          .toString()
          .trimEnd()
          .split('\n')
          .map((line): Line => JSON.parse(line))
      : [],
  );
}

const words = (batch: Batch): readonly string[] =>
  linesOf(batch).map(({ act, path }) => `${act} ${path.slice(folder.length)}`);

function open(positions: readonly Position[] = [], once = false) {
  const stop = new AbortController();
  const source = nodeFiles({
    name: 'node-files:x',
    cluster: 'c',
    folder,
    kind: 'static-pods',
    node: 'n',
    once,
    pollEvery: 20,
  });
  const batches = source.read(positions, stop.signal)[Symbol.asyncIterator]();
  const next = async (): Promise<Batch> => {
    const { value, done } = await batches.next();
    assert.notEqual(done, true);
    return value;
  };
  const end = async (): Promise<void> => {
    stop.abort();
    await batches.return?.();
  };
  return { next, end, batches };
}

describe('node-files', () => {
  it('says what is there, and then what is written and removed', async () => {
    writeFileSync(join(folder, 'a.yaml'), pod);
    writeFileSync(join(folder, '.a.yaml.swp'), 'x');
    const { next, end } = open();
    assert.deepEqual(words(await next()), ['seen /']);
    const there = await next();
    assert.deepEqual(words(there), ['seen /a.yaml']);
    assert.equal(linesOf(there)[0]?.content, pod);
    writeFileSync(join(folder, 'b.yaml'), pod);
    assert.deepEqual(words(await next()), ['written /b.yaml']);
    writeFileSync(join(folder, 'b.yaml'), `${pod}spec: {}\n`);
    assert.deepEqual(words(await next()), ['written /b.yaml']);
    rmSync(join(folder, 'a.yaml'));
    mkdirSync(join(folder, 'below'));
    const removed = await next();
    assert.deepEqual(words(removed), ['removed /a.yaml']);
    writeFileSync(join(folder, 'below', 'c.yaml'), pod);
    assert.deepEqual(words(await next()), ['written /below/c.yaml']);
    await end();
  });

  it('says after a restart what was written and removed meanwhile, and nothing of the rest', async () => {
    writeFileSync(join(folder, 'a.yaml'), pod);
    writeFileSync(join(folder, 'b.yaml'), pod);
    const first = open();
    const kept = new Map<string, Position>();
    for (const { positions } of [await first.next(), await first.next()])
      for (const position of positions) kept.set(position.key, position);
    await first.end();
    writeFileSync(join(folder, 'c.yaml'), pod);
    rmSync(join(folder, 'b.yaml'));
    const second = open([...kept.values()]);
    assert.deepEqual(words(await second.next()), ['seen /']);
    assert.deepEqual(words(await second.next()), ['written /c.yaml', 'removed /b.yaml']);
    await second.end();
  });

  it('ends after one look, if that is all that is wanted', async () => {
    writeFileSync(join(folder, 'a.yaml'), pod);
    const { batches } = open([], true);
    const seen: string[] = [];
    for await (const batch of { [Symbol.asyncIterator]: () => batches }) seen.push(...words(batch));
    assert.deepEqual(seen, ['seen /', 'seen /a.yaml']);
  });

  it('a folder that is not there is what the operating system says', async () => {
    const source = nodeFiles({ name: 'n', cluster: '', folder: join(folder, 'none') });
    await assert.rejects(source.open(), { code: 'ENOENT' });
  });

  it('of other folders than those of static pods no content is read out', async () => {
    writeFileSync(join(folder, 'kubeconfig'), 'token: hunter2');
    const stop = new AbortController();
    const source = nodeFiles({ name: 'n', cluster: '', folder, kind: 'kubeconfig', once: true });
    for await (const batch of source.read([], stop.signal))
      assert.doesNotMatch(JSON.stringify(linesOf(batch)), /hunter2/);
  });
});
