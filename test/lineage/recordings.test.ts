import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { auditActivity } from '../../src/formats/audit-activity.ts';
import type { Lineage } from '../../src/lineage/lineage.ts';
import { createLineage } from '../../src/lineage/lineage.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { isObject, listAt, numberAt, objectAt, stringAt } from '../../src/model/json.ts';
import { damaged, withoutBodies } from '../support/damaged-log.ts';

const recordings = join(import.meta.dirname, '../../recordings');
const resources = new Set(['pods', 'jobs', 'cronjobs', 'replicasets', 'deployments', 'daemonsets']);

/** Pods, and of how many identities, in the recordings whose pods were logged with their bodies. */
const worlds = [
  { world: 'harbor', pods: 125, users: 7, seeds: [1, 2, 3, 4, 5, 6] },
  { world: 'kept-back-heath', pods: 115, users: 9, seeds: [7, 8] },
  { world: 'kept-back-lagoon', pods: 158, users: 10, seeds: [9, 10] },
  { world: 'meadow', pods: 136, users: 9, seeds: [11, 12] },
  { world: 'orchard', pods: 112, users: 8, seeds: [13, 14] },
] as const;

for (const { world, pods: count, users, seeds } of worlds)
  describe(`every pod of ${world} resolves to the one whose request led to it`, () => {
    const { events, pods } = read(world);

    it('knows what to expect', () => {
      assert.deepEqual([pods.length, new Set(pods.map(({ user }) => user)).size], [count, users]);
    });

    it('from whole bodies: all of them, for certain', () => {
      const score = scoreOf(pods, lineageOf(events));
      assert.deepEqual(score, { right: count, wrong: 0, unknown: 0, confidentlyWrong: 0 });
    });

    it('from headers alone: nothing wrong, and nothing claimed to be certain that is not', () => {
      const score = scoreOf(pods, lineageOf(events.map(withoutBodies)));
      assert.ok(score.right >= 0.95 * count, JSON.stringify(score));
      assert.equal(score.confidentlyWrong, 0);
    });

    for (const seed of seeds)
      it(`shuffled, doubled and with gaps (seed ${seed}): never confidently wrong`, () => {
        for (const log of [events, events.map(withoutBodies)]) {
          const score = scoreOf(pods, lineageOf(damaged(log, seed)));
          assert.equal(score.confidentlyWrong, 0);
          assert.ok(score.right >= 0.85 * count, JSON.stringify(score));
        }
      });
  });

/** The log, and from every pod of it to whose request led to it, by the full bodies, owner references and the request's own labels. */
function read(world: string) {
  const folder = join(recordings, world);
  const events = linesOf(gunzipSync(readFileSync(join(folder, 'audit.log.gz'))).toString());
  const truth = linesOf(readFileSync(join(folder, 'truth.jsonl'), 'utf8'));
  const requests = new Set(truth.map(line => stringAt(line, 'auditID') ?? ''));
  return { events, pods: podsWithTheirAuthors(events, requests) };
}

function lineageOf(log: readonly JsonObject[]): Lineage {
  const lineage = createLineage();
  for (const [index, event] of log.entries()) {
    const origin = { source: 'audit-file', file: 'audit.log', line: index + 1 };
    lineage.take(auditActivity({ event, origin, cluster: '', format: 'kubernetes-audit' }));
  }
  return lineage;
}

function scoreOf(pods: readonly PodAndAuthor[], lineage: Lineage) {
  const score = { right: 0, wrong: 0, unknown: 0, confidentlyWrong: 0 };
  for (const { namespace, name, user } of pods) {
    const actor = lineage.trace({ cluster: '', resource: 'pods', namespace, name })?.actor;
    if (actor === undefined || actor.user === null) score.unknown += 1;
    else if (actor.user === user) score.right += 1;
    else {
      score.wrong += 1;
      if (actor.confidence === 'certain') score.confidentlyWrong += 1;
    }
  }
  return score;
}

interface PodAndAuthor {
  readonly namespace: string;
  readonly name: string;
  readonly user: string;
}

/**
 * Told by the labelled requests: the last one that gave the top of the owner chain another template; of a ReplicaSet's pods the last that gave
 * it this one, as old ones are scaled beside the new while it rolls out.
 */
function podsWithTheirAuthors(
  events: readonly JsonObject[],
  requests: ReadonlySet<string>,
): readonly PodAndAuthor[] {
  const { owners, templates, written, made } = told(events, requests);
  const authorOf = (uid: string, at: string): string | undefined => {
    let top = uid;
    let template: string | undefined;
    while (!written.has(top) && owners.has(top)) {
      template = templates.get(top) ?? template;
      top = owners.get(top) ?? '';
    }
    const changes = (written.get(top) ?? []).filter(
      (change, index, all) => change.template !== all[index - 1]?.template,
    );
    return changes.findLast(change => change.at <= at && change.template === (template ?? change.template))
      ?.user;
  };
  return made.map(({ at, object, user }) => {
    const metadata = objectAt(object, 'metadata');
    return {
      namespace: stringAt(metadata, 'namespace') ?? '',
      name: stringAt(metadata, 'name') ?? '',
      // A static pod: the kubelet makes its mirror, and no request led to it.
      user: authorOf(stringAt(metadata, 'uid') ?? '', at) ?? user,
    };
  });
}

/** What requests say of owners, of templates and of pods, and what those of the truth wrote. */
function told(events: readonly JsonObject[], requests: ReadonlySet<string>) {
  const writes = events.filter(isWrite).map(writeOf);
  const owners = new Map(writes.flatMap(({ uid, owner }) => (owner === '' ? [] : [[uid, owner]])));
  const replicaSets = writes.filter(({ kind }) => kind === 'ReplicaSet');
  return {
    owners,
    templates: new Map(replicaSets.map(({ uid, template }) => [uid, template])),
    written: Map.groupBy(
      writes.filter(({ auditID }) => requests.has(auditID)),
      ({ uid }) => uid,
    ),
    made: writes.filter(({ kind, verb }) => kind === 'Pod' && verb === 'create'),
  };
}

function writeOf(event: JsonObject) {
  const object = objectAt(event, 'responseObject') ?? {};
  const metadata = objectAt(object, 'metadata');
  return {
    object,
    kind: stringAt(object, 'kind'),
    verb: stringAt(event, 'verb'),
    auditID: stringAt(event, 'auditID') ?? '',
    uid: stringAt(metadata, 'uid') ?? '',
    owner: stringAt(listAt(metadata, 'ownerReferences').at(-1), 'uid') ?? '',
    at: stringAt(event, 'stageTimestamp') ?? '',
    user: stringAt(objectAt(event, 'user'), 'username') ?? '',
    template: templateOf(object),
  };
}

function isWrite(event: JsonObject): boolean {
  const reference = objectAt(event, 'objectRef');
  const verb = stringAt(event, 'verb') ?? '';
  return (
    resources.has(stringAt(reference, 'resource') ?? '') &&
    stringAt(reference, 'subresource') === undefined &&
    ['create', 'update', 'patch'].includes(verb) &&
    (numberAt(objectAt(event, 'responseStatus'), 'code') ?? 500) < 300
  );
}

function templateOf(object: JsonObject): string {
  const spec = objectAt(object, 'spec');
  const job = objectAt(objectAt(spec, 'jobTemplate'), 'spec');
  const added = (key: string, value: unknown) => (key === 'pod-template-hash' ? undefined : value);
  return JSON.stringify(objectAt(job ?? spec, 'template') ?? spec, added);
}

function linesOf(text: string): readonly JsonObject[] {
  return text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
    .filter(isObject);
}
