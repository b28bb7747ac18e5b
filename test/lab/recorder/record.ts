import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { JsonObject } from '../../../src/model/json.ts';
import { isObject } from '../../../src/model/json.ts';
import { startCluster } from '../cluster.ts';
import { imagesOf } from './images-of.ts';
import { perform } from './perform.ts';
import type { Facts } from './readme.ts';
import { readme } from './readme.ts';
import { setUp } from './set-up.ts';
import { createStage } from './stage.ts';
import type { Act, TruthLine } from './truth.ts';
import { truthOf } from './truth.ts';
import type { World } from './world.ts';

export interface Recorded {
  readonly events: number;
  readonly truth: readonly TruthLine[];
  readonly learnUntil: string;
  readonly failed: readonly string[];
}

/** Plays a world on a cluster of its own and writes its audit log and what is true of it into the folder. */
export async function record(world: World, folder: string, say: (text: string) => void): Promise<Recorded> {
  const { auditPolicy, controllerAccounts } = world;
  const identities = Object.entries(world.identities).flatMap(([name, { user, groups }]) =>
    user === undefined ? [] : [{ name, user, groups }],
  );
  const cluster = await startCluster({ node: true, auditPolicy, controllerAccounts, identities });
  const stage = createStage(cluster, world);
  try {
    cluster.node.addImages(imagesOf(world));
    say('setting up');
    const before = await setUp(stage);
    const { acts, learnUntil, failed } = await perform(stage, say);
    await sleep(2000);
    const text = readFileSync(cluster.auditLog, 'utf8');
    const events = eventsOf(text);
    const truth = truthOf(stage, [...before, ...acts], events);
    write(folder, { text, events: events.length, truth, world, learnUntil });
    sayUnseen(truth, acts, say);
    return { events: events.length, truth, learnUntil, failed };
  } finally {
    stage.actors.close();
    await cluster.stop();
  }
}

interface Result extends Facts {
  readonly text: string;
  readonly world: World;
}

function write(folder: string, { text, world, ...facts }: Result): void {
  const { truth, learnUntil } = facts;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'audit.log.gz'), gzipSync(text, { level: 9 }));
  writeFileSync(join(folder, 'truth.jsonl'), truth.map(line => `${JSON.stringify(line)}\n`).join(''));
  writeFileSync(join(folder, 'world.json'), `${JSON.stringify({ name: world.name, learnUntil }, null, 2)}\n`);
  writeFileSync(join(folder, 'README.md'), readme(world, facts));
}

const eventsOf = (text: string): readonly JsonObject[] =>
  text.split('\n').flatMap(line => {
    if (line === '') return [];
    const event: unknown = JSON.parse(line);
    return isObject(event) ? [event] : [];
  });

/** A scenario of which the log has nothing: the audit policy hides it, or something went wrong. */
function sayUnseen(truth: readonly TruthLine[], acts: readonly Act[], say: (text: string) => void): void {
  const seen = new Set(truth.map(line => line.scenario));
  for (const scenario of new Set(acts.map(act => act.scenario)))
    if (!seen.has(scenario)) say(`nothing in the log of: ${scenario}`);
}
