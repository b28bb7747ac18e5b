import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { seededRandom } from '../../bench/generate/random.ts';
import { compileForWatch } from '../../src/app/watch/run-watch.ts';
import { watchParts } from '../../src/app/watch/watch-parts.ts';
import type { Batch, LiveSource } from '../../src/model/live.ts';
import type { Commit, Store } from '../../src/model/store.ts';
import { watch } from '../../src/pipeline/watch.ts';
import { sqliteStore } from '../../src/stores/sqlite/sqlite-store.ts';
import { recording, root } from '../cli/run-watchbill.ts';

/** Without reads, of which rules of these areas ask nothing. */
const lines = gunzipSync(readFileSync(recording))
  .toString('utf8')
  .trimEnd()
  .split('\n')
  .filter(line => !/"verb":"(get|list|watch)"|"resource":"(leases|events)"/.test(line));
const detection = {
  rules: ['execution', 'persistence', 'lineage'].map(area => join(root, 'rules', area)),
  pipelines: [],
  sigma: true,
  correlation: true,
  cel: true,
  anomaly: true,
};

/** Where a piece ends. A client sends the same piece again, so what is told of its lines is the same. */
const ends = ((): readonly number[] => {
  const random = seededRandom(3);
  const made: number[] = [];
  for (let at = 0; at < lines.length; made.push(at)) at += 1 + random.below(80);
  return made;
})();

type Ending = 'before the commit' | 'in the commit' | 'before the answer';
const endings: readonly Ending[] = ['before the commit', 'in the commit', 'before the answer'];

/** Sends lines in pieces. What was not answered is sent again, from the stored position or, without positions, by the client. */
function sender(positions: boolean): LiveSource {
  let answered = 0;
  const source: LiveSource = {
    name: 'test',
    format: 'kubernetes-audit',
    open: () => Promise.resolve(),
    close: () => Promise.resolve(),
    async *read(stored, stop) {
      let at = positions ? Number(stored[0]?.value ?? 0) : answered;
      while (at < lines.length && !stop.aborted) {
        const end = ends.find(each => each > at) ?? lines.length;
        yield batchOf(at, end);
        at = end;
      }
    },
  };
  const batchOf = (at: number, end: number): Batch => ({
    cluster: 'c',
    pieces: [
      {
        source: 'test',
        file: 'log',
        bytes: Buffer.from(`${lines.slice(at, end).join('\n')}\n`),
        last: !positions,
        line: positions ? at + 1 : 1,
      },
    ],
    positions: positions ? [{ source: 'test', key: 'at', value: String(end) }] : [],
    settle: stored => {
      if (stored) answered = end;
    },
  });
  return source;
}

/** A store whose process dies at its n-th commit from now. */
function dying(store: Store, commits: number, ending: Ending): Store {
  let left = commits;
  const commit = (made: Commit): void => {
    left -= 1;
    if (left > 0) {
      store.commit(made);
      return;
    }
    if (ending === 'in the commit') store.commit({ ...made, counts: brokenCounts });
    else if (ending === 'before the answer') store.commit(made);
    throw new Error('died');
  };
  return { ...store, commit };
}

/** Fails in the middle of the transaction. */
const brokenCounts = new Proxy(new Map<string, number>(), {
  get: () => {
    throw new Error('died');
  },
});

interface Told {
  readonly findings: readonly string[];
  readonly incidents: readonly string[];
  readonly lives: number;
}

/** Lives one after the other until all is told; the last one goes to the end. */
async function live(positions: boolean, seed: number | undefined): Promise<Told> {
  const folder = mkdtempSync(join(tmpdir(), 'watchbill-lives-'));
  const random = seededRandom(seed ?? 1);
  const source = sender(positions);
  let lives = 0;
  try {
    for (let done = false; !done; ) {
      const store = sqliteStore({ folder, newSalt: () => 'salt' });
      lives += 1;
      const commits = seed === undefined ? Number.POSITIVE_INFINITY : 1 + random.below(4);
      const ending = random.pick(endings);
      done = await lived(source, dying(store, commits, ending));
      if (done) {
        const all = (items: Iterable<{ readonly item: object }>) =>
          [...items].map(({ item }) => JSON.stringify(item)).toSorted();
        const told = { findings: all(store.findings({})), incidents: all(store.incidents({})), lives };
        store.close();
        return told;
      }
      store.close();
    }
    throw new Error('never ends');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** True if it came to its end; false if it died. */
async function lived(source: LiveSource, store: Store): Promise<boolean> {
  const compiled = await compileForWatch(detection);
  try {
    await watch({
      ...watchParts({ compiled, suppressions: [], maxRecordBytes: undefined }),
      sources: [source],
      store,
      now: () => 1_000,
      observer: { ready: () => undefined, committed: () => undefined },
      stop: new AbortController().signal,
    });
    return true;
  } catch (error) {
    if (error instanceof Error && error.message === 'died') return false;
    throw error;
  }
}

describe('a watch that dies again and again tells what one that lives on tells', () => {
  for (const positions of [true, false]) {
    it(
      positions ? 'of a source with positions' : 'of a client that sends again what was not answered',
      async () => {
        const whole = await live(positions, undefined);
        assert.ok(whole.findings.length > 10 && whole.incidents.length > 3);
        const torn = await live(positions, 7);
        assert.ok(torn.lives > 20, `${torn.lives} lives`);
        assert.deepEqual(torn.findings, whole.findings);
        assert.deepEqual(torn.incidents, whole.incidents);
      },
    );
  }
});
