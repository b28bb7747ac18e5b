import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { readTruth } from '../../src/evaluate/truth.ts';
import { createDecoder } from '../../src/formats/decoder.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { isObject, stringAt } from '../../src/model/json.ts';
import { assignment, attacksFor, catalogue } from './attacks/attacks.ts';
import { withoutBodies } from './audit-event.ts';
import type { ClusterPlan } from './cluster.ts';
import { clustersOf } from './clusters.ts';
import { play } from './play.ts';
import type { TruthRecord } from './truth-record.ts';

const start = Date.UTC(2026, 8, 7);
const week = 7 * 86_400_000;
const [first] = clustersOf('development');
assert.ok(first);

function played(
  plan: ClusterPlan,
  weeks: number,
  attacks = false,
): { events: JsonObject[]; truth: TruthRecord[] } {
  const truth: TruthRecord[] = [];
  const prepare = attacksFor('development', { after: start, until: start + weeks * week });
  const events = [
    ...play({ plan, weeks, start, record: line => truth.push(line), ...(attacks && { prepare }) }),
  ];
  return { events, truth };
}

const digest = (events: readonly JsonObject[]): string =>
  createHash('sha256').update(JSON.stringify(events)).digest('hex');

describe('a played history', () => {
  const { events, truth } = played(first, 1);

  it('is the same for the same seed, and another for another', () => {
    assert.equal(digest(played(first, 1).events), digest(events));
    assert.notEqual(digest(played({ ...first, seed: first.seed + 1 }, 1).events), digest(events));
  });

  it('is in order, and every line of the truth is about a request in it', () => {
    const times = events.map(event => stringAt(event, 'requestReceivedTimestamp') ?? '');
    assert.ok(
      times.every((time, index) => index === 0 || time.slice(0, 23) >= (times[index - 1] ?? '').slice(0, 23)),
    );
    const ids = new Set(events.map(event => event['auditID']));
    assert.equal(ids.size, events.length);
    assert.deepEqual(
      truth.filter(({ auditID }) => !ids.has(auditID)),
      [],
    );
  });

  it('is read by the scanner without a refusal, at both levels', () => {
    for (const given of [events, events.map(withoutBodies)]) {
      const text = given.map(event => `${JSON.stringify(event)}\n`).join('');
      let read = 0;
      let refused = 0;
      const decode = createDecoder({ cluster: '', interest: 'everything', format: undefined }, decoded => {
        read += decoded.activities.length;
        refused += decoded.refusals.length;
      });
      decode({ source: 'audit-file', file: 'audit.log', bytes: Buffer.from(text), last: true });
      assert.deepEqual({ read, refused }, { read: given.length, refused: 0 });
    }
  });

  it('has the Jobs of schedules at times that are due, made by their controller', () => {
    const jobs = events.filter(
      event =>
        isObject(event['objectRef']) &&
        event['objectRef']['resource'] === 'jobs' &&
        event['verb'] === 'create',
    );
    const scheduled = jobs.filter(
      ({ user }) => isObject(user) && String(user['username']).endsWith(':cronjob-controller'),
    );
    assert.ok(scheduled.length > 20, `${scheduled.length} Jobs`);
    for (const { objectRef, requestReceivedTimestamp } of scheduled) {
      const minute = Number(/-(\d{8})$/.exec(stringAt(objectRef, 'name') ?? '')?.[1]);
      assert.equal(Math.floor(Date.parse(String(requestReceivedTimestamp)) / 60_000), minute);
    }
  });

  it('without attacks holds nothing malicious', () => {
    assert.equal(truth.filter(({ label }) => label === 'malicious').length, 0);
  });
});

describe('the catalogue', () => {
  it('has at least 100 variants in each set, at least 40 of them quiet, each in one cluster', () => {
    for (const set of ['development', 'validation', 'final'] as const) {
      const attacks = catalogue(set);
      const names = attacks.map(({ name }) => name);
      assert.equal(new Set(names).size, names.length);
      assert.ok(names.length >= 100, `${names.length} variants`);
      assert.ok(attacks.filter(({ style }) => style === 'quiet').length >= 40);
      const assigned = [...assignment(set).values()].flat().map(({ name }) => name);
      assert.deepEqual(assigned.toSorted(), names.toSorted());
    }
  });

  it('every attack of a cluster is played, and its requests are in the truth', () => {
    const wanted = (assignment('development').get(first.name) ?? []).map(({ name }) => name);
    const { truth } = played(first, 3, true);
    const read = readTruth(truth.map(line => JSON.stringify(line)).join('\n'));
    assert.ok(read.ok);
    const seen = new Set(
      read.value.filter(({ label }) => label === 'malicious').map(({ scenario }) => scenario),
    );
    assert.deepEqual([...seen].toSorted(), wanted.toSorted());
  });

  it('sends nobody anywhere: addresses are for documentation or private, hosts are examples', () => {
    const text = JSON.stringify(played(first, 3, true).events);
    const addresses = [...text.matchAll(/\b\d{1,3}(\.\d{1,3}){3}\b/g)].map(([address]) => address);
    assert.deepEqual(
      addresses.filter(each => !/^(10\.|198\.51\.100\.|203\.0\.113\.|0\.0\.0\.0)/.test(each)),
      [],
    );
    const hosts = [...text.matchAll(/https?:\/\/([a-z0-9.-]+)/g)].map(([, host = '']) => host);
    assert.deepEqual(
      hosts.filter(host => !/(\.|^)example(\.(net|org|com))?$|^[\d.]+$/.test(host)),
      [],
    );
  });
});
