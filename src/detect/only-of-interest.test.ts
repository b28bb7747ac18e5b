import assert from 'node:assert/strict';
import { it } from 'node:test';
import { activityOf, auditEvent } from '../../test/support/signals.ts';
import type { Activity } from '../model/activity.ts';
import type { Interest } from '../model/interest.ts';
import { onlyOfInterest } from './only-of-interest.ts';

const request = (parts: {
  verb?: string;
  subresource?: string;
  code?: number;
  userAgent?: string;
}): Activity => {
  const { verb = 'patch', subresource, code = 200, userAgent = 'kubectl' } = parts;
  const objectRef = {
    resource: 'pods',
    namespace: 'web',
    name: 'a',
    apiVersion: 'v1',
    ...(subresource && { subresource }),
  };
  return activityOf(auditEvent({ verb, objectRef, userAgent, responseStatus: { code } }));
};

function shown(interest: Interest, activity: Activity): boolean {
  const seen: string[] = [];
  const detector = onlyOfInterest({
    name: 'a',
    interest,
    inspect: () => {
      seen.push('inspected');
      return [];
    },
    remembers: () => true,
    replay: () => void seen.push('replayed'),
  });
  detector.inspect(activity);
  detector.replay?.(activity);
  assert.equal(detector.remembers?.(activity), seen.length > 0);
  assert.ok(seen.length === 0 || seen.join(' ') === 'inspected replayed');
  return seen.length > 0;
}

const pods: Interest = {
  pair: (verb, resource) => verb === 'patch' && resource === 'pods',
  reference: ({ subresource }) => subresource !== 'status',
  codes: new Set([403]),
  userAgent: text => text.startsWith('curl'),
};

it('a detector sees what it may react to, and remembers no more', () => {
  assert.ok(shown(pods, request({})));
  assert.ok(!shown(pods, request({ subresource: 'status' })));
  assert.ok(!shown(pods, request({ verb: 'update' })));
  assert.ok(shown(pods, request({ verb: 'update', code: 403 })));
  assert.ok(shown(pods, request({ subresource: 'status', userAgent: 'curl/8' })));
});

it('a manifest is no request', () => {
  const origin = { source: 'file', file: 'a.yml', line: 1 };
  assert.ok(shown(pods, { type: 'manifest', cluster: '', origin, format: 'manifest', object: {} }));
});
