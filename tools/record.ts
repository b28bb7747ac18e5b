/**
 * `node tools/record.ts WORLD`: plays test/lab/worlds/WORLD.yml on a real cluster of this machine and writes recordings/WORLD/.
 * It needs root and some minutes, and changes the machine while it runs: WATCHBILL_LAB_NODE=1 allows it.
 */
import { join } from 'node:path';
import { findNode } from '../test/lab/cluster.ts';
import { record } from '../test/lab/recorder/record.ts';
import { readWorld } from '../test/lab/recorder/world.ts';

const [name, folder] = process.argv.slice(2);
const say = (text: string): void =>
  void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
const root = join(import.meta.dirname, '..');
const node = findNode();

if (name === undefined) {
  say('usage: node tools/record.ts WORLD [FOLDER]');
  process.exitCode = 2;
} else if ('missing' in node) {
  say(node.missing);
  process.exitCode = 2;
} else {
  const world = readWorld(join(root, `test/lab/worlds/${name}.yml`));
  const { events, truth, learnUntil, failed } = await record(
    world,
    folder ?? join(root, 'recordings', name),
    say,
  );
  say(`${events} events, ${truth.length} lines of truth, learning until ${learnUntil}`);
  if (failed.length > 0) process.exitCode = 1;
}
