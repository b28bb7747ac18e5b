import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { activityOf, auditEvent } from '../../test/support/signals.ts';
import type { JsonObject } from '../model/json.ts';
import { sameSealed, sealed } from '../model/sealed.ts';
import { activityOfEntry, journalEntry, sealedActivity } from './journal-entry.ts';
import { redactedEvent } from './redacted-event.ts';

const bodyOf = (requestObject: JsonObject): unknown =>
  redactedEvent(auditEvent({ requestObject, responseObject: undefined }), 'salt')['requestObject'];

describe('a redacted event', () => {
  it('keeps what runs, where values come from, and which values are equal', () => {
    const container = (value: string) => ({
      image: 'a',
      command: ['sh', '-c', 'echo $A'],
      env: [
        { name: 'A', value },
        { name: 'B', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
      ],
    });
    const spec = { containers: [container('one'), container('one'), container('two')], secretName: 'db' };
    const one = sealed('one', 'salt');
    assert.deepEqual(bodyOf({ kind: 'Pod', spec }), {
      kind: 'Pod',
      spec: {
        containers: [container(one), container(one), container(sealed('two', 'salt'))],
        secretName: 'db',
      },
    });
    assert.notEqual(one, sealed('one', 'other salt'));
  });

  it('of a Secret says only what it is', () => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'Opaque',
      metadata: { name: 'db', uid: 'u', labels: {} },
    };
    assert.deepEqual(bodyOf({ ...secret, data: { a: 'c2VjcmV0' } }), {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'db', uid: 'u' },
    });
  });

  it('redacted twice is the same, and anything is redacted without a throw', () => {
    fc.assert(
      fc.property(
        fc.object({ key: fc.constantFrom('env', 'data', 'value', 'name', 'items', 'spec', 'token') }),
        object => {
          const body: JsonObject = JSON.parse(JSON.stringify(object));
          const once = redactedEvent(auditEvent({ requestObject: body }), 'salt');
          assert.deepEqual(redactedEvent(once, 'salt'), once);
        },
      ),
    );
  });
});

describe('a journal entry', () => {
  it('gives the sealed activity again', () => {
    const activity = sealedActivity(activityOf(auditEvent()), 'salt');
    const entry = journalEntry(activity);
    const again = activityOfEntry(entry);
    assert.ok(again?.type === 'audit' && activity.type === 'audit');
    assert.deepEqual(again.event, JSON.parse(JSON.stringify(activity.event)));
    assert.deepEqual(
      [again.cluster, again.origin, again.format],
      [activity.cluster, activity.origin, activity.format],
    );
    assert.deepEqual(again.request.object, activity.request.object);
    assert.deepEqual([entry.whole, entry.gone], [true, false]);
    assert.match(entry.object, /cronjobs.*nightly-report/);
    assert.ok(!entry.body.includes('hunter2'));
  });

  it('tells objects whole, gone, or in part', () => {
    const entryOf = (more: JsonObject) => {
      const { object, whole, gone } = journalEntry(activityOf(auditEvent(more)));
      return [object !== '', whole, gone];
    };
    const patch = { verb: 'patch', requestObject: { spec: { suspend: true } } };
    assert.deepEqual(entryOf(patch), [true, true, false], 'the answer tells all');
    assert.deepEqual(entryOf({ ...patch, responseObject: undefined }), [true, false, false]);
    assert.deepEqual(entryOf({ verb: 'delete', requestObject: undefined, responseObject: undefined }), [
      true,
      false,
      true,
    ]);
    assert.deepEqual(entryOf({ responseStatus: { code: 403 } }), [false, false, false]);
  });
});

it('a sealed value is the same as its open one, and as no other', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (a, b) => {
      assert.ok(sameSealed(a, sealed(a, 'salt')) && sameSealed(sealed(a, 'salt'), a));
      assert.equal(sameSealed(sealed(a, 'salt'), b), a === b);
    }),
  );
});
