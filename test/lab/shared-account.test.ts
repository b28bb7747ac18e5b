/** Clusters whose controllers act as one account, and a node that is drained, by people with the real kubectl: nothing to be found. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { skipWithout } from './cluster.ts';
import { findControlPlane } from './control-plane.ts';
import { drainOneNode } from './forgery/drain.ts';
import { isLoud, scan, short } from './forgery/findings.ts';
import { peopled, prepared } from './forgery/scenes.ts';

describe('honest controllers that share an account', { skip: skipWithout(findControlPlane()) }, () => {
  test('they are silent: schedules, services, a drained node', async () => {
    const cluster = await peopled(['one', 'two'], { controllerAccounts: 'shared' });
    try {
      await prepared(cluster, ['one', 'two']);
      drainOneNode(cluster);
      assert.match(readFileSync(cluster.auditLog, 'utf8'), /"subresource":"eviction"/);
      assert.deepEqual(scan(cluster.auditLog).filter(isLoud).map(short), []);
    } finally {
      await cluster.stop();
    }
  });
});
