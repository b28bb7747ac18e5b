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

const folder = join(import.meta.dirname, '../../recordings/harbor');
const events = linesOf(gunzipSync(readFileSync(join(folder, 'audit.log.gz'))).toString());
const requests = new Set(
  linesOf(readFileSync(join(folder, 'truth.jsonl'), 'utf8')).map(line => stringAt(line, 'auditID') ?? ''),
);

const resources = new Set(['pods', 'jobs', 'cronjobs', 'replicasets', 'deployments', 'daemonsets']);

/** From every pod of the recording to whose request led to it, by the full bodies, owner references and the request's own labels. */
const pods = podsWithTheirAuthors();

describe('every pod of the recording resolves to the one whose request led to it', () => {
  it('knows what to expect', () => {
    assert.equal(pods.length, 125);
    assert.equal(new Set(pods.map(({ user }) => user)).size, 7);
  });

  it('from whole bodies: all of them, for certain', () => {
    assert.deepEqual(scoreOf(lineageOf(events)), { right: 125, wrong: 0, unknown: 0, confidentlyWrong: 0 });
  });

  it('from headers alone: nothing wrong, and nothing claimed to be certain that is not', () => {
    const score = scoreOf(lineageOf(events.map(withoutBodies)));
    assert.ok(score.right >= 0.95 * pods.length, JSON.stringify(score));
    assert.equal(score.confidentlyWrong, 0);
  });

  for (const seed of [1, 2, 3, 4, 5, 6]) {
    it(`shuffled, doubled and with gaps (seed ${seed}): never confidently wrong`, () => {
      for (const log of [events, events.map(withoutBodies)]) {
        const score = scoreOf(lineageOf(damaged(log, seed)));
        assert.equal(score.confidentlyWrong, 0);
        assert.ok(score.right >= 0.85 * pods.length, JSON.stringify(score));
      }
    });
  }
});

function lineageOf(log: readonly JsonObject[]): Lineage {
  const lineage = createLineage();
  for (const [index, event] of log.entries()) {
    const origin = { source: 'audit-file', file: 'audit.log', line: index + 1 };
    lineage.take(auditActivity({ event, origin, cluster: '', format: 'kubernetes-audit' }));
  }
  return lineage;
}

function scoreOf(lineage: Lineage) {
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

interface Written {
  readonly at: string;
  readonly user: string;
  readonly template: string;
}

/** Told by the labelled requests: the last one that gave the top of the owner chain another template. */
function podsWithTheirAuthors(): readonly PodAndAuthor[] {
  const owners = new Map<string, string>();
  const written = new Map<string, readonly Written[]>();
  const made: { readonly at: string; readonly object: JsonObject; readonly user: string }[] = [];
  for (const event of events.filter(isWrite)) {
    const object = objectAt(event, 'responseObject') ?? {};
    const metadata = objectAt(object, 'metadata');
    const uid = stringAt(metadata, 'uid') ?? '';
    const at = stringAt(event, 'stageTimestamp') ?? '';
    const user = stringAt(objectAt(event, 'user'), 'username') ?? '';
    for (const owner of listAt(metadata, 'ownerReferences')) owners.set(uid, stringAt(owner, 'uid') ?? '');
    if (requests.has(stringAt(event, 'auditID') ?? ''))
      written.set(uid, [...(written.get(uid) ?? []), { at, user, template: templateOf(object) }]);
    if (stringAt(object, 'kind') === 'Pod' && stringAt(event, 'verb') === 'create')
      made.push({ at, object, user });
  }
  const authorOf = (uid: string, at: string): string | undefined => {
    let top = uid;
    while (!written.has(top) && owners.has(top)) top = owners.get(top) ?? '';
    const changes = (written.get(top) ?? []).filter(
      ({ template }, index, all) => template !== all[index - 1]?.template,
    );
    return changes.findLast(change => change.at <= at)?.user;
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
  return JSON.stringify(objectAt(job ?? spec, 'template') ?? spec);
}

function linesOf(text: string): readonly JsonObject[] {
  return text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
    .filter(isObject);
}
