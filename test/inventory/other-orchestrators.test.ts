import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { drawBill } from '../../src/app/inventory.ts';
import type { BillRow } from '../../src/model/watch-bill.ts';

const examples = join(import.meta.dirname, '../../src/formats');

async function rowsIn(format: string): Promise<readonly BillRow[]> {
  const { bill } = await drawBill({
    paths: [join(examples, format, 'examples')],
    cluster: '',
    now: new Date('2026-11-23T04:40:00Z'),
    kinds: [],
    all: false,
    deleted: false,
  });
  return bill.rows;
}

/** Kind and name, how it runs, in words and when next, on what image. */
const expected: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'nomad',
    'NomadJob nightly-backup',
    ['scheduled', 'at 02:15; at 14:15, only on Sunday', 'Europe/Berlin', '2026-11-24T01:15:00Z'],
  ],
  ['nomad', 'NomadJob web', ['persistent', '', '', '']],
  ['compose', 'ComposeService cleanup', ['scheduled', 'at 04:00', 'UTC', '2026-11-24T04:00:00Z']],
  ['swarm', 'SwarmService maintenance', ['scheduled', 'every minute', 'UTC', '2026-11-23T04:41:00Z']],
  [
    'ecs',
    'EventBridgeSchedule monthly',
    ['scheduled', 'at 06:00, on day 1 of the month', 'Europe/Berlin', '2026-12-01T05:00:00Z'],
  ],
  ['ecs', 'EventBridgeRule cache-warmer', ['scheduled', 'every 5m', '', '']],
  [
    'systemd',
    'SystemdTimer refresh.timer',
    ['scheduled', '2m after boot; every 5m after the last start', '', ''],
  ],
];

describe('the files of other orchestrators are on the bill', () => {
  for (const [format, name, [type, words, zone, next]] of expected)
    it(`${format}: ${name}`, async () => {
      const row = (await rowsIn(format)).find(each => `${each.kind} ${each.name}` === name);
      assert.ok(row !== undefined);
      assert.equal(row.type, type);
      assert.equal(row.state, 'proposed');
      assert.equal(row.schedule?.words ?? '', words);
      assert.equal(row.schedule?.timeZone ?? '', zone);
      assert.equal(row.schedule?.next ?? '', next);
      assert.equal(row.author.user, null);
      assert.match(row.file, /examples/);
    });

  it('what a service leaves to its task definition is followed', async () => {
    const orders = (await rowsIn('ecs')).find(({ kind }) => kind === 'ECSService');
    assert.deepEqual(orders?.through, ['ECSTaskDefinition orders:42']);
    assert.match(orders?.containers[0]?.image ?? '', /orders:2026\.11\.2$/);
  });

  it('calls to another orchestrator’s API have their author', async () => {
    const rows = await rowsIn('cloudtrail');
    const monthly = rows.find(({ name }) => name === 'monthly');
    assert.equal(monthly?.author.user, 'arn:aws:sts::111122223333:assumed-role/Developer/jane');
    assert.equal(monthly?.state, 'present');
  });
});
