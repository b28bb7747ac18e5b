import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Interest, InterestingReference } from '../model/interest.ts';
import { unionOf } from './interest.ts';

const pairs = (...known: readonly string[]): Interest => ({
  pair: (verb, resource) => known.includes(`${verb} ${resource}`),
  codes: new Set(),
});

it('what one of the detectors may react to, all together may', () => {
  const union = unionOf([
    pairs('create jobs'),
    { ...pairs('delete jobs'), codes: new Set([403]), userAgent: text => text.startsWith('curl') },
    {
      ...pairs(),
      codes: new Set([401]),
      userAgent: text => text === 'x',
      requestURI: text => text.includes('exec'),
    },
  ]);
  assert.ok(union.pair('create', 'jobs') && union.pair('delete', 'jobs') && !union.pair('get', 'jobs'));
  assert.deepEqual([...union.codes], [403, 401]);
  assert.ok(union.userAgent?.('curl/8') && union.userAgent('x') && !union.userAgent('kubectl'));
  assert.ok(union.requestURI?.('/exec'));
  assert.equal(union.username, undefined);
});

it('no detector reacts to nothing', () => {
  const union = unionOf([]);
  assert.ok(!union.pair('create', 'jobs'));
  assert.equal(union.codes.size, 0);
});

it('a namespace or subresource matters if it does to one of the detectors, or one does not tell them apart', () => {
  const ofSystem = ({ namespace }: InterestingReference): boolean => namespace === 'kube-system';
  const apart: Interest = { ...pairs('create jobs', 'update crontabs'), reference: ofSystem };
  const union = unionOf([apart, pairs('update jobs')]);
  const asks = (verb: string, resource: string, namespace: string) =>
    union.reference?.({ verb, resource, namespace, subresource: '' });
  assert.equal(asks('update', 'crontabs', 'web'), false);
  assert.equal(asks('update', 'crontabs', 'kube-system'), true);
  assert.equal(asks('update', 'jobs', 'web'), true);
  assert.equal(asks('delete', 'jobs', 'kube-system'), false);
});
