import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activityOf, auditEvent, cronJob, manifestOf, signalOf } from '../../../test/support/signals.ts';
import type { AuditActivity, ManifestActivity } from '../../model/activity.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Signal } from '../../model/signal.ts';
import type { StoryLabel } from '../../model/story.ts';
import { storyLines } from '../../model/story.ts';
import { createCollector } from '../collector.ts';

interface Step {
  readonly activity: AuditActivity | ManifestActivity;
  readonly signal?: Partial<Signal>;
}

/** What is said under a label of the only incident. */
function said(label: StoryLabel, ...steps: readonly Step[]): string {
  const collector = createCollector({ now: '2026-11-24T00:00:00Z' });
  for (const { activity, signal } of steps) collector.take(signalOf(activity, signal), activity);
  const [incident, ...others] = collector.finish();
  assert.equal(others.length, 0);
  const lines = storyLines(incident?.story ?? '').filter(line => line.label === label);
  return lines.map(({ text }) => text).join('\n');
}

let count = 0;
function step(changes: JsonObject = {}, signal: Partial<Signal> = {}): Step {
  count += 1;
  const time = `2026-11-23T04:40:${String(count).padStart(2, '0')}.000000Z`;
  const about = { auditID: `audit-${count}`, requestReceivedTimestamp: time, stageTimestamp: time };
  return { activity: activityOf(auditEvent({ ...about, ...changes })), signal };
}

test('of a file under review nothing is to be stopped yet', () => {
  const activity = manifestOf(cronJob);
  assert.match(said('Do', { activity }), /^Keep it from being merged or applied until its author/m);
  assert.doesNotMatch(said('Do', step()), /Keep it from being merged/);
});

test('what was deleted in the end is not to be patched', () => {
  const deleted = { verb: 'delete', requestObject: undefined, responseObject: undefined };
  assert.match(said('Do', step()), /kubectl -n data patch cronjob nightly-report/);
  assert.doesNotMatch(said('Do', step(), step({ ...deleted, responseStatus: { code: 200 } })), /kubectl/);
});

test('a name that the server made and did not log is not patched, and not taken for one', () => {
  const { name: _, ...metadata } = { ...cronJob.metadata, generateName: 'load-' };
  const sent = {
    level: 'Request',
    requestObject: { ...cronJob, metadata },
    responseObject: undefined,
    objectRef: { resource: 'cronjobs', namespace: 'data', apiGroup: 'batch', apiVersion: 'v1' },
  };
  assert.match(said('Do', step(sent)), /kubectl -n data get cronjob --sort-by=\.metadata\.creationTimestamp/);
  assert.match(said('What', step(sent)), /data\/CronJob load-\*/);
});

test('a schedule that was resumed later is not said to be suspended', () => {
  const suspended = { ...cronJob, spec: { ...cronJob.spec, suspend: true } };
  const made = step({ requestObject: suspended, responseObject: suspended });
  const resumed = step(
    { verb: 'patch', responseStatus: { code: 200 } },
    { severity: 'low', changes: [{ field: 'suspended', container: '', from: 'true', to: 'false' }] },
  );
  assert.match(said('What', made), /suspended for now/);
  assert.doesNotMatch(said('What', made, resumed), /suspended for now/);
});

test('a container whose name was not sent is called so', () => {
  const template = { spec: { containers: [{ image: 'a:1', command: ['x'] }] } };
  const object = { ...cronJob, spec: { ...cronJob.spec, jobTemplate: { spec: { template } } } };
  const sent = step({ requestObject: object, responseObject: object });
  assert.match(said('What', sent), /^a container, whose name was not sent, of image a:1 runs: x$/m);
});
