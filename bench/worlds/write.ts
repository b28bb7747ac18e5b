/**
 * Writes worlds: a folder a cluster with audit.log.gz, truth.jsonl and world.json.
 *   node bench/worlds/write.ts FOLDER [--set development|final] [--weeks 8] [--clusters 1,2] [--metadata] [--no-attacks]
 */
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { createGzip } from 'node:zlib';
import type { JsonObject } from '../../src/model/json.ts';
import { attacksFor } from './attacks/attacks.ts';
import { withoutBodies } from './audit-event.ts';
import type { ClusterPlan } from './cluster.ts';
import type { WorldSet } from './clusters.ts';
import { clustersOf } from './clusters.ts';
import { play } from './play.ts';
import type { TruthRecord } from './truth-record.ts';

export interface WorldOptions {
  readonly set: WorldSet;
  readonly weeks: number;
  /** Without bodies. */
  readonly metadata: boolean;
  readonly attacks: boolean;
  /** Numbers from 1; all if absent. */
  readonly clusters?: readonly number[];
}

/** Monday, 7 September 2026. */
const start = Date.UTC(2026, 8, 7);
/** Attacks begin after two weeks. */
const quietWeeks = 2;

/** Writes the worlds of a set; the same options write the same bytes. */
export async function writeWorlds(folder: string, options: WorldOptions): Promise<readonly string[]> {
  const written: string[] = [];
  for (const [index, plan] of clustersOf(options.set).entries()) {
    if (options.clusters !== undefined && !options.clusters.includes(index + 1)) continue;
    const own = join(folder, plan.name);
    mkdirSync(own, { recursive: true });
    await writeWorld(own, plan, options);
    written.push(own);
  }
  return written;
}

async function writeWorld(
  folder: string,
  plan: ClusterPlan,
  { set, weeks, metadata, attacks }: WorldOptions,
): Promise<void> {
  const truth: TruthRecord[] = [];
  const learnUntil = start + quietWeeks * 7 * 86_400_000;
  const events = play({
    plan,
    weeks,
    start,
    record: line => truth.push(line),
    ...(attacks && {
      prepare: attacksFor(set, { after: learnUntil, until: start + weeks * 7 * 86_400_000 }),
    }),
  });
  await pipeline(
    Readable.from(linesOf(events, metadata)),
    createGzip({ level: 4 }),
    createWriteStream(join(folder, 'audit.log.gz')),
  );
  writeFileSync(join(folder, 'truth.jsonl'), truth.map(line => `${JSON.stringify(line)}\n`).join(''));
  writeFileSync(
    join(folder, 'world.json'),
    `${JSON.stringify({ learnUntil: new Date(learnUntil).toISOString() })}\n`,
  );
}

function* linesOf(events: Iterable<JsonObject>, metadata: boolean): Generator<string> {
  let chunk = '';
  for (const event of events) {
    chunk += `${JSON.stringify(metadata ? withoutBodies(event) : event)}\n`;
    if (chunk.length < 1 << 16) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

const worldSets: readonly WorldSet[] = ['development', 'validation', 'final'];

function numbers(text: string | undefined): readonly number[] | undefined {
  return text?.split(',').map(Number);
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      set: { type: 'string', default: 'development' },
      weeks: { type: 'string', default: '8' },
      clusters: { type: 'string' },
      metadata: { type: 'boolean', default: false },
      attacks: { type: 'boolean', default: true },
    },
    allowNegative: true,
  });
  const [folder = 'worlds'] = positionals;
  const clusters = numbers(values.clusters);
  const set = worldSets.find(each => each === values.set);
  if (set === undefined) throw new Error(`no set is called ${values.set}`);
  const { metadata, attacks } = values;
  for (const each of await writeWorlds(folder, {
    set,
    weeks: Number(values.weeks),
    metadata,
    attacks,
    ...(clusters && { clusters }),
  }))
    console.log(each);
}
