import assert from 'node:assert/strict';
import { it } from 'node:test';
import { activityOf, auditEvent } from '../../../test/support/signals.ts';
import type { JsonObject } from '../../model/json.ts';
import { unusualWorkloadModification } from './elastic.ts';
import { newTerms } from './new-terms.ts';

const event = (changes: JsonObject = {}): JsonObject =>
  auditEvent({ annotations: { 'authorization.k8s.io/decision': 'allow' }, ...changes });

const fires = (...events: readonly JsonObject[]): readonly boolean[] => {
  const detector = newTerms(unusualWorkloadModification);
  return events.map(each => detector.inspect(activityOf(each)).length > 0);
};

it('fires once for user, agent and address, and again after a week without them', () => {
  const days = ['01', '02', '09', '17'].map(day =>
    event({ requestReceivedTimestamp: `2026-11-${day}T00:00:00Z` }),
  );
  assert.deepEqual(fires(...days), [true, false, false, true]);
});

it('fires for each new part of the combination', () => {
  const others = [
    {},
    { sourceIPs: ['198.51.100.8'] },
    { userAgent: 'curl/8.5.0' },
    { user: { username: 'sre' } },
  ];
  assert.deepEqual(fires(...others.map(event)), [true, true, true, true]);
});

it('leaves out updates, Jobs, what was not allowed, and system:masters', () => {
  const left = [
    { verb: 'update' },
    { objectRef: { resource: 'jobs', namespace: 'data', name: 'x', apiGroup: 'batch', apiVersion: 'v1' } },
    { annotations: { 'authorization.k8s.io/decision': 'forbid' } },
    { user: { username: 'admin', groups: ['system:masters'] } },
  ];
  assert.deepEqual(fires(...left.map(event)), [false, false, false, false]);
});
