import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { JsonObject } from '../../model/json.ts';
import { objectAt, stringAt } from '../../model/json.ts';
import { responseHead } from './lazy-bodies.ts';
import { splitEvent } from './split-event.ts';

const start = '{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","verb":"create"';
const end =
  ',"requestReceivedTimestamp":"2026-11-23T04:33:40.473733Z","stageTimestamp":"2026-11-23T04:33:40.473733Z"}';

const headOf = (body: string): JsonObject | undefined => {
  const event = splitEvent(
    Buffer.from(`${start},"requestObject":{"metadata":{"name":"sent"}},"responseObject":${body}${end}`),
    { header: undefined, report: () => undefined },
  );
  assert.ok(event !== undefined);
  return responseHead(event);
};

test('the head names the object as the whole body does, in whatever layout', () => {
  const bodies = [
    '{"kind":"Job","apiVersion":"batch/v1","metadata":{"name":"a","namespace":"n","uid":"u-1","labels":{"uid":"no"}},"spec":{}}',
    '{"kind":"Job","apiVersion":"batch/v1","metadata":{"name":"a-x7k2p","generateName":"a-","namespace":"n","uid":"u-1"},"spec":{}}',
    '{"kind":"Node","apiVersion":"v1","metadata":{"name":"a","uid":"u-1"}}',
    '{"kind":"Job","apiVersion":"batch/v1","metadata":{"labels":{"a":"b"},"name":"a","uid":"u-1"}}',
    '{"apiVersion":"batch/v1","kind":"Job","metadata":{"uid":"u-1","name":"a"}}',
    '{"kind":"Job","apiVersion":"batch/v1","metadata":{"name":"a\\u0062","uid":"u-1"}}',
    '{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure"}',
    '{"kind":"Job","apiVersion":"batch/v1","metadata":null}',
    '{"kind":"Job"}',
    '{"kind":"Job","apiVersion":"batch/v1","metadata":{"name":"a","labels":{"managedFields":"x"},"ownerReferences":[{"kind":"CronJob","controller":true}],"managedFields":[{"a":{}}]},"spec":{}}',
    '{"kind":"Job","apiVersion":"batch/v1","metadata":{"annotations":{"a":"}\\\\\\"],","b":"c\\\\"},"ownerReferences":[]}}',
    '{"kind":"Job","apiVersion":"batch/v1","metadata":{"name":"a","managedFields":[]}}',
    '{"kind":"Job","apiVersion":"batch/v1","metadata":{"managedFields":[]}}',
  ];
  for (const body of bodies) {
    const [head, whole] = [headOf(body), JSON.parse(body)];
    for (const key of ['kind', 'apiVersion']) assert.equal(stringAt(head, key), stringAt(whole, key), body);
    for (const key of ['name', 'generateName', 'namespace', 'uid']) {
      assert.equal(
        stringAt(objectAt(head, 'metadata'), key),
        stringAt(objectAt(whole, 'metadata'), key),
        `${key} of ${body}`,
      );
    }
    const metadataOf = ({ managedFields: _, ...rest }: JsonObject = {}) => rest;
    assert.deepEqual(metadataOf(objectAt(head, 'metadata')), metadataOf(objectAt(whole, 'metadata')), body);
  }
});

test('a body that is no object has no head', () => {
  assert.deepEqual(['null', '"text"', '[]'].map(headOf), [undefined, undefined, undefined]);
});

test('on a real log heads and bodies agree', () => {
  const log = gunzipSync(readFileSync(new URL('../../../recordings/harbor/audit.log.gz', import.meta.url)));
  let compared = 0;
  for (const line of log
    .toString()
    .split('\n')
    .filter(text => text.includes('"responseObject"'))) {
    const event = splitEvent(Buffer.from(line), { header: undefined, report: () => undefined });
    if (event === undefined) continue;
    const head = responseHead(event);
    const body = objectAt(event, 'responseObject');
    assert.deepEqual(
      ['kind', 'apiVersion'].map(key => stringAt(head, key)),
      ['kind', 'apiVersion'].map(key => stringAt(body, key)),
    );
    for (const key of ['name', 'generateName', 'namespace', 'uid'])
      assert.equal(stringAt(objectAt(head, 'metadata'), key), stringAt(objectAt(body, 'metadata'), key));
    assert.deepEqual(
      objectAt(head, 'metadata')?.['ownerReferences'],
      objectAt(body, 'metadata')?.['ownerReferences'],
    );
    compared += 1;
  }
  assert.ok(compared > 1000);
});
