import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { audited } from '../../../test/support/audited.ts';
import {
  asController,
  job,
  nightly,
  ordinaryWorld,
  ownerOf,
  pod,
  podSpec,
  remove,
  runOf,
  secondsAt,
  webPodLabels,
  write,
} from '../../../test/support/forgery-world.ts';
import { firedBy } from '../../../test/support/rule-folders.ts';
import type { AuditActivity } from '../../model/activity.ts';

const at = secondsAt(5, 10, 30);
const mallory = { user: 'mallory', at } as const;
const ofNightly = [ownerOf('CronJob', 'nightly')];
const withImage = podSpec('registry.example/toolbox:1');
const extra = { 'authentication.kubernetes.io/credential-id': ['JTI=a'] };
const token = audited({
  ...mallory,
  verb: 'create',
  object: 'v1/serviceaccounts/kube-system/cronjob-controller/token',
  annotations: { 'authentication.kubernetes.io/issued-credential-id': 'JTI=a' },
});

/** What a rule says: in words, with names, and not that some field has some value. */
const table: readonly (readonly [string, readonly AuditActivity[], string])[] = [
  [
    'template-differs-from-owner',
    [write(job({ name: 'run', owners: ofNightly }, withImage), mallory)],
    'it runs something else than CronJob "nightly", in whose name it was made: other images',
  ],
  [
    'scheduled-run-off-schedule',
    [write(job({ name: 'nightly-29460150', owners: ofNightly }), { ...asController('cronjob'), at })],
    'CronJob "nightly" is not due at 2026-01-05T10:30:00Z, the time in its name',
  ],
  [
    'owner-does-not-exist',
    [
      remove(runOf(5), { ...mallory, at: at - 60 }),
      write(pod({ name: 'p', owners: [ownerOf('Job', 'nightly-29459655')] }), mallory),
    ],
    'Job "nightly-29459655", which it names as its owner, was deleted 60 s before',
  ],
  [
    'labels-capture-others',
    [write(pod({ name: 'p', labels: webPodLabels }), mallory)],
    'it has all the labels by which its pods are known to Deployment web',
  ],
  [
    'schedule-orphaned',
    [remove(nightly, { ...mallory, query: 'propagationPolicy=Orphan' })],
    'these go on: Job nightly-29459655, Pod nightly-29459655-x2x9z',
  ],
  [
    'controller-identity-unusual',
    [token, write(runOf(5), { ...asController('cronjob'), at, extra })],
    '"mallory" had asked for the token that was used',
  ],
];

describe('reasons of rules about lineage', () => {
  for (const [rule, played, sentence] of table) {
    it(sentence, () => {
      const fired = firedBy(['rules/lineage/*/rule.yml'], [...ordinaryWorld(), ...played]);
      const reasons = fired.filter(each => each.rule === rule).flatMap(each => each.reasons);
      assert.ok(reasons.includes(sentence), JSON.stringify(reasons));
      assert.deepEqual(
        reasons.filter(reason => /lineage\.|not seen whole/.test(reason)),
        [],
      );
    });
  }
});
