import assert from 'node:assert/strict';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { newFolder, recording, root, watchbill } from './run-watchbill.ts';

const truth = join(root, 'recordings/harbor/truth.jsonl');
const learned = ['--learn-until', '2026-11-23T04:37:02Z'];

describe('watchbill evaluate', () => {
  it('judges a log with its truth: every scenario once, and peers on the same log', () => {
    const { code, out, err } = watchbill([
      'evaluate',
      recording,
      '--truth',
      truth,
      ...learned,
      '-o',
      'json',
      '--no-alone',
    ]);
    assert.equal(err, '');
    assert.equal(code, 0);
    const { together, peers } = JSON.parse(out);
    assert.equal(together.figures.recall.of, 16);
    assert.ok(together.figures.recall.found >= 15, `${together.figures.recall.found} found`);
    assert.equal(together.figures.alerts, together.judgements[0].alerts);
    const splunk = peers.find(({ name }: { name: string }) => name.startsWith('Splunk'));
    assert.deepEqual(splunk.figures.recall, { found: 6, of: 16 });
    assert.ok(peers.every(({ source }: { source: string }) => source.startsWith('github.com/')));
  });

  it('takes folders for worlds, with the end of learning that they state', () => {
    const { code, out } = watchbill([
      'evaluate',
      join(root, 'recordings/harbor'),
      '--no-peers',
      '-o',
      'markdown',
    ]);
    assert.equal(code, 0);
    assert.match(out, /\| cel \| \d+ \| 14 of 16/);
    assert.match(out, /### Missed/);
  });

  it('what nothing turns on finds nothing', () => {
    const off = ['--no-cel', '--no-sigma', '--no-anomaly', '--no-peers', '--no-alone'];
    const { out } = watchbill(['evaluate', recording, '--truth', truth, ...off]);
    assert.match(out, /recall +0 of 16 \(0\.00\)/);
  });

  it('says what is wrong with a folder or a truth', () => {
    const empty = newFolder();
    assert.match(watchbill(['evaluate', empty]).err, /holds no truth\.jsonl/);
    const world = join(newFolder(), 'world');
    mkdirSync(world);
    writeFileSync(join(world, 'truth.jsonl'), '{"label":"evil"}\n');
    assert.match(watchbill(['evaluate', world]).err, /no audit\*\.log/);
    cpSync(recording, join(world, 'audit.log.gz'));
    const { code, err } = watchbill(['evaluate', world]);
    assert.equal(code, 2);
    assert.match(err, /truth\.jsonl: line 1: /);
  });
});
