import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { AuditActivity } from '../../model/activity.ts';
import { observationOf } from '../../model/observation.ts';
import { createDecoder } from '../decoder.ts';
import type { FormatName } from '../format-options.ts';

const at = (folder: string, name: string): string =>
  readFileSync(join(import.meta.dirname, '..', folder, 'examples', name), 'utf8');

interface Read {
  readonly activities: readonly AuditActivity[];
  readonly refusals: readonly string[];
  readonly skipped: number;
}

function read(text: string, format?: FormatName): Read {
  const activities: AuditActivity[] = [];
  const refusals: string[] = [];
  let skipped = 0;
  const push = createDecoder({ cluster: 'c', interest: 'everything', ...(format && { format }) }, decoded => {
    for (const activity of decoded.activities) if (activity.type === 'audit') activities.push(activity);
    refusals.push(...decoded.refusals.map(({ reason }) => reason));
    skipped += decoded.skipped;
  });
  push({ source: 'test', file: 'f', bytes: Buffer.from(text), last: true });
  return { activities, refusals, skipped };
}

const words = ({ request, format }: AuditActivity): string => {
  const { verb, outcome, user, object } = request;
  const place = `${object?.resource}/${object?.subresource} ${object?.namespace}/${object?.name}`;
  return `${format}: ${user.user || '-'} ${verb} ${place} ${outcome}`;
};

describe('reviews of admission', () => {
  const [first = '', second = ''] = at('admission-review', 'reviews.jsonl').split('\n');
  const request = JSON.parse(first).review.request;
  const reviewed = (changes: object): string =>
    JSON.stringify({
      kind: 'AdmissionReview',
      apiVersion: 'admission.k8s.io/v1',
      request: { ...request, ...changes },
    });

  it('are recognised, and tell who asked for what', () => {
    const { activities, refusals } = read(`${first}\n${second}\n`);
    assert.deepEqual(activities.map(words), [
      'admission-review: system:serviceaccount:ci:deployer create cronjobs/ shop/tidy allowed',
      'admission-review: alice@corp.example create pods/exec shop/web-0 allowed',
    ]);
    assert.deepEqual(refusals, []);
    assert.equal(activities[0]?.request.at, '2026-11-23T04:33:40.123000Z');
    assert.deepEqual(activities[0]?.request.user.extra, {
      'authentication.kubernetes.io/pod-name': ['runner-0'],
    });
    assert.equal(activities[0]?.request.fieldManager, 'kubectl-create');
  });
  it('give what was there before an update first, as known', () => {
    const { activities } = read(
      reviewed({ operation: 'UPDATE', oldObject: request.object, options: { kind: 'PatchOptions' } }),
    );
    assert.deepEqual(
      activities.map(activity => observationOf(activity) ?? 'asked'),
      ['known', 'asked'],
    );
    assert.equal(activities[1]?.request.verb, 'patch');
  });
  it('of a rehearsal change nothing', () => {
    const { activities } = read(reviewed({ dryRun: true }));
    assert.equal(activities[0]?.request.outcome, 'dry-run');
  });
  it('of another version are refused', () => {
    const other = reviewed({}).replace('admission.k8s.io/v1', 'admission.k8s.io/v1beta1');
    assert.deepEqual(read(other, 'admission-review').refusals, ['not-an-audit-event']);
  });
});

describe('events of a watch', () => {
  it('of kubectl are recognised', () => {
    const { activities, refusals } = read(at('kubernetes-watch', 'kubectl.json'));
    assert.deepEqual(activities.map(words), [
      'kubernetes-watch: - create cronjobs/ shop/tidy allowed',
      'kubernetes-watch: - delete cronjobs/ shop/tidy allowed',
    ]);
    assert.deepEqual(refusals, []);
    assert.equal(activities[0]?.request.fieldManager, 'kubectl-create');
  });
  it('of the source tell how they came to be seen', () => {
    const { activities, skipped } = read(at('kubernetes-watch', 'source.jsonl'));
    assert.deepEqual(activities.map(words), [
      'kubernetes-watch: system:kube-controller-manager create pods/ shop/tidy-29712345-abcde allowed',
      'kubernetes-watch: - update deployments/ shop/web allowed',
    ]);
    assert.deepEqual(activities.map(observationOf), ['awaited', 'known']);
    assert.equal(skipped, 1);
  });
});

it('nothing makes them throw', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.constantFrom('request', 'object', 'oldObject', 'metadata'),
      (value, key) => {
        const request = { uid: 'u', operation: 'UPDATE', oldObject: {}, object: {}, [key]: value };
        const review = { kind: 'AdmissionReview', apiVersion: 'admission.k8s.io/v1', request };
        read(JSON.stringify(review), 'admission-review');
        read(JSON.stringify({ type: 'ADDED', object: { kind: 'Pod', metadata: value } }), 'kubernetes-watch');
      },
    ),
    { numRuns: 200 },
  );
});
