import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { auditActivity } from '../../formats/audit-activity.ts';
import type { AuditActivity } from '../../model/activity.ts';
import { createReviews } from './reviews.ts';

interface Sent {
  readonly review?: boolean;
  readonly verb?: string;
  readonly name?: string;
  readonly user?: string;
  readonly seconds?: number;
  readonly subresource?: string;
}

function sent({
  review = false,
  verb = 'create',
  name = 'tidy',
  user = 'alice',
  seconds = 0,
  subresource = '',
}: Sent): AuditActivity {
  const at = new Date(Date.UTC(2026, 10, 23, 4, 0, seconds)).toISOString();
  const event = {
    verb,
    user: { username: user },
    objectRef: { apiGroup: 'batch', resource: 'cronjobs', namespace: 'shop', name, subresource },
    responseStatus: { code: 201 },
    requestReceivedTimestamp: at,
    stageTimestamp: at,
  };
  const origin = { source: 'test', file: 'f', line: 1 };
  return auditActivity({
    event,
    origin,
    cluster: 'c',
    format: review ? 'admission-review' : 'kubernetes-audit',
  });
}

const told = (...all: readonly Sent[]): readonly boolean[] => {
  const reviews = createReviews();
  return all.map(one => reviews.take(sent(one)));
};

describe('a request that both a review and the log tell of', () => {
  it('is one, in whatever order they come', () => {
    assert.deepEqual(told({ review: true }, {}), [false, true]);
    assert.deepEqual(told({}, { review: true }), [false, true]);
    assert.deepEqual(told({ review: true, verb: 'update' }, { verb: 'patch', seconds: 4 }), [false, true]);
    assert.deepEqual(told({ review: true }, { name: '' }), [false, true]);
    const exec = { subresource: 'exec' };
    assert.deepEqual(told({ ...exec, review: true }, { ...exec, verb: 'get' }), [false, true]);
  });
  it('is another by another user, of another object, or at another time', () => {
    assert.deepEqual(told({ review: true }, { user: 'bob' }), [false, false]);
    assert.deepEqual(told({ review: true }, { name: 'other' }), [false, false]);
    assert.deepEqual(told({ review: true }, { verb: 'delete' }), [false, false]);
    assert.deepEqual(told({ review: true }, { seconds: 30 }), [false, false]);
  });
  it('is told once by each', () => {
    assert.deepEqual(told({ review: true }, {}, {}), [false, true, false]);
    assert.deepEqual(told({}, {}), [false, false]);
  });
  it('has one memory of who has spoken', () => {
    const reviews = createReviews();
    const [review, logged] = [sent({ review: true }), sent({})];
    reviews.take(review);
    reviews.take(logged);
    reviews.spoken(review)?.add('a rule');
    assert.deepEqual([...(reviews.spoken(logged) ?? [])], ['a rule']);
  });
});
