import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { auditLog } from './audit-log.ts';

test('the same seed gives the same log, another seed another', () => {
  const digest = (seed: number) =>
    createHash('sha256')
      .update([...auditLog(500, seed)].join('\n'))
      .digest('hex');
  assert.equal(digest(1), digest(1));
  assert.notEqual(digest(1), digest(2));
});

test('every line is an audit event in the order of the Go struct, bodies where the level says so', () => {
  const order = [
    'kind',
    'apiVersion',
    'level',
    'auditID',
    'stage',
    'requestURI',
    'verb',
    'user',
    'impersonatedUser',
    'sourceIPs',
    'userAgent',
    'objectRef',
    'responseStatus',
    'requestObject',
    'responseObject',
    'requestReceivedTimestamp',
    'stageTimestamp',
    'annotations',
  ];
  for (const line of auditLog(2000, 7)) {
    const event: Record<string, unknown> = JSON.parse(line);
    const keys = Object.keys(event);
    assert.deepEqual(
      keys,
      order.filter(key => keys.includes(key)),
    );
    assert.equal('requestObject' in event || 'responseObject' in event, event['level'] !== 'Metadata');
  }
});
