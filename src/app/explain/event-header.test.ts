import assert from 'node:assert/strict';
import { it } from 'node:test';
import { activityOf, auditEvent, manifestOf } from '../../../test/support/signals.ts';
import { headerOf } from './event-header.ts';

it('says who did what, and nothing of bodies', () => {
  const header = Object.fromEntries(
    headerOf(activityOf(auditEvent({ impersonatedUser: { username: 'admin', groups: ['system:masters'] } }))),
  );
  assert.equal(header['user'], 'dev@corp.example (developers, system:authenticated)');
  assert.equal(header['acting as'], 'admin (system:masters)');
  assert.equal(header['object'], 'cronjobs.batch data/nightly-report');
  assert.equal(header['answer'], '201 (allowed)');
  assert.ok(!JSON.stringify(header).includes('hunter2'));
});

it('hides credentials in parameters of the request', () => {
  const requestURI = '/api/v1/namespaces/a/pods/b/exec?command=id&access_token=abc.def&stdin=true&apiKey=xyz';
  const header = Object.fromEntries(headerOf(activityOf(auditEvent({ requestURI }))));
  assert.equal(
    header['request'],
    'create /api/v1/namespaces/a/pods/b/exec?command=id&access_token=(hidden)&stdin=true&apiKey=(hidden)',
  );
});

it('names the object of a manifest', () => {
  const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'b', namespace: 'a' } };
  assert.deepEqual(headerOf(manifestOf(object)), [['object', 'Pod a/b (v1)']]);
});
