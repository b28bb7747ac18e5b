import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import type { Commit } from '../../model/store.ts';
import { isLocked, sqliteReader, sqliteStore } from './sqlite-store.ts';

function folderFor(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'watchbill-sqlite-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const open = (folder: string) => sqliteStore({ folder, newSalt: () => 'salt' });

const counted = (count: number, more: Partial<Commit> = {}): Commit => ({
  at: 1,
  findings: [],
  incidents: [],
  refusals: [],
  journal: [],
  memory: new Map(),
  seen: [],
  positions: [],
  counts: new Map([['events', count]]),
  ...more,
});

test('one process at a time, also when the other was killed; readers are not kept out', context => {
  const folder = folderFor(context);
  const store = open(folder);
  store.commit(counted(1));
  assert.throws(() => open(folder), isLocked);
  const module = new URL('./sqlite-store.ts', import.meta.url).href;
  const other = `
    import { sqliteStore, sqliteReader } from ${JSON.stringify(module)};
    const folder = process.argv[1];
    process.stdout.write(String(sqliteReader(folder).counts().get('events')));
    try { sqliteStore({ folder, newSalt: () => '' }); process.stdout.write(' open'); }
    catch (error) { process.stdout.write(' ' + error.name); }
    process.kill(process.pid, 'SIGKILL');`;
  const run = () =>
    spawnSync(process.execPath, ['--input-type=module', '-e', other, folder], { encoding: 'utf8' }).stdout;
  assert.equal(run(), '1 LockedFolder');
  store.close();
  assert.equal(run(), '1 open');
  open(folder).close();
});

test('a commit that fails leaves nothing behind', context => {
  const folder = folderFor(context);
  const store = open(folder);
  store.commit(counted(1));
  const broken = counted(5, { positions: [{ source: 's', key: 'k', value: '1' }] });
  const positions = [...broken.positions, { source: 's', key: 'l', value: '2' }].map((position, index) =>
    index === 0
      ? position
      : {
          ...position,
          get value(): string {
            throw new Error('no');
          },
        },
  );
  assert.throws(() => store.commit({ ...broken, positions }), /no/);
  assert.equal(store.counts().get('events'), 1);
  assert.deepEqual(store.positions('s'), []);
  store.commit(counted(2));
  assert.equal(store.counts().get('events'), 3);
  store.close();
});

test('a database of a newer version is refused and left alone', context => {
  const folder = folderFor(context);
  open(folder).close();
  const database = new DatabaseSync(join(folder, 'watchbill.db'));
  database.exec('PRAGMA user_version = 99');
  database.close();
  assert.throws(() => open(folder), /newer Watchbill/);
  assert.throws(() => sqliteReader(folder), /newer Watchbill/);
  assert.ok(!existsSync(join(folder, 'watchbill.db.version-99')));
});

test('what is no database is refused in words', context => {
  const folder = folderFor(context);
  writeFileSync(
    join(folder, 'watchbill.db'),
    'this is a text and no database, and it is long enough'.repeat(100),
  );
  assert.throws(() => open(folder), /not a database/);
});

test('the oldest findings go when the database is too large', context => {
  const store = open(folderFor(context));
  const finding = (id: string) => ({
    type: 'finding' as const,
    id,
    time: null,
    title: 't',
    severity: 'low' as const,
    detector: { type: 'cel' as const, id: 'r', title: 'x'.repeat(4_000) },
    attack: [],
    workload: { cluster: '', group: '', kind: 'Pod', namespace: '', name: '', uid: '' },
    actor: null,
    action: { verb: 'create', subresource: '', outcome: 'allowed' as const },
    reasons: [],
    evidence: [],
    visibility: { level: 'Request' as const, missing: [] },
  });
  for (let at = 1; at <= 100; at += 1)
    store.commit(counted(1, { at, findings: [finding(`a${at}`), finding(`b${at}`)] }));
  assert.ok(store.retain({ maxBytes: 400_000 }) > 50);
  const ids = [...store.findings({})].map(({ item }) => item.id);
  assert.ok(ids.length > 20 && ids.length < 120, String(ids.length));
  assert.equal(ids.at(-1), 'b100');
  store.close();
});
