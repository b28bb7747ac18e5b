import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createAnomalyDetector } from '../anomaly-detector.ts';
import { actorDigest } from '../learning.ts';
import { asked, container, cronJob, dayLength, gitops, person, quietWeeks, start } from '../test-world.ts';
import type { Baseline } from './baseline.ts';
import { baselineAsOf, emptyBaseline, joined, linesOf, without } from './baseline.ts';
import { baselineText, readBaseline } from './baseline-file.ts';

const days = 20;
const later = start + days * dayLength;

function learned(known: Baseline = emptyBaseline): Baseline {
  const detector = createAnomalyDetector({ record: true, learnUntil: later, baseline: known });
  for (const activity of quietWeeks(days)) detector.inspect(activity);
  return joined(known, { additions: detector.takeAdditions(), clusters: detector.learned() });
}

const attack = () => {
  const secret = { env: [{ name: 'TOKEN', value: 'hunter2-not-to-be-kept' }] };
  const image = container(
    'ghcr.example/tools/runner:1',
    ['/bin/sh', '-c', 'login --password pw-not-to-be-kept'],
    secret,
  );
  return asked({
    by: person('dev'),
    verb: 'update',
    object: cronJob('shop-report', 'shop', image),
    at: later + 1_000,
  });
};

describe('a baseline', () => {
  it('scores tomorrow as the run that learned it would have', () => {
    const whole = createAnomalyDetector({ learnUntil: later });
    for (const activity of quietWeeks(days)) whole.inspect(activity);
    const fromFile = createAnomalyDetector({ baseline: learned() });
    const [a, b] = [whole.inspect(attack())[0]?.score, fromFile.inspect(attack())[0]?.score];
    const registry = (score: typeof a) => score?.parts.find(({ feature }) => feature === 'image-registry');
    assert.deepEqual(registry(b)?.support, registry(a)?.support);
    assert.ok(Math.abs((registry(a)?.bits ?? 0) - (registry(b)?.bits ?? 9)) <= 0.5);
    assert.ok(b !== undefined && b.bits >= b.threshold);
  });

  it('is not learned twice from the same log', () => {
    const once = learned();
    assert.deepEqual(linesOf(learned(once)), linesOf(once));
  });

  it('learns nothing once it is frozen', () => {
    const detector = createAnomalyDetector({ record: true, baseline: { ...learned(), frozen: true } });
    detector.inspect(
      asked({
        by: gitops,
        verb: 'create',
        object: cronJob('new', 'shop', container('a.example/b:1')),
        at: later + 5,
      }),
    );
    assert.deepEqual(detector.takeAdditions(), []);
  });

  it('is at a time what had been learned before that day, and what came later can be learned again', () => {
    const all = learned();
    const then = start + 10 * dayLength + 3_600_000;
    const day = Math.floor(then / dayLength);
    const before = baselineAsOf(all, then);
    const kept = all.additions.filter(addition => addition.day < day);
    assert.deepEqual(before.additions, kept);
    assert.ok(kept.length > 0 && kept.length < all.additions.length);
    assert.ok(before.clusters.every(({ until }) => until < then));
    const counted = (baseline: Baseline): readonly unknown[] =>
      linesOf(baseline).map(({ feature, context, value, times }) => [feature, context, value, times]);
    assert.deepEqual(counted(learned(before)), counted(all));
    assert.deepEqual(baselineAsOf(all, start - dayLength), { ...all, clusters: [], additions: [] });
  });

  it('can be taken back: of a time, of a value, of somebody', () => {
    const all = learned();
    const after = without(all, { since: all.additions[0]?.day ?? 0 });
    assert.equal(after.additions.length, 0);
    assert.ok(
      without(all, { text: 'shop-report' }).additions.every(({ value }) => !value.includes('shop-report')),
    );
    assert.equal(without(all, { actor: actorDigest(gitops.user) }).additions.length, 0);
    assert.equal(
      without(all, { actor: actorDigest('somebody else') }).additions.length,
      all.additions.length,
    );
  });

  it('holds no values of variables and none of options', () => {
    const detector = createAnomalyDetector({ record: true, learnUntil: later + dayLength });
    detector.inspect(attack());
    const text = baselineText(
      joined(emptyBaseline, { additions: detector.takeAdditions(), clusters: detector.learned() }),
    );
    assert.match(text, /the option --password/);
    assert.doesNotMatch(text, /not-to-be-kept/);
  });
});

describe('its file', () => {
  it('comes back as it was', () => {
    const read = readBaseline(baselineText(learned()));
    assert.ok(read.ok);
    assert.deepEqual(linesOf(read.value), linesOf(learned()));
  });

  it('names the line that it cannot use', () => {
    const text = baselineText(learned());
    assert.deepEqual(readBaseline('{}'), {
      ok: false,
      error: 'line 1: this is no baseline of the form watchbill-baseline/1',
    });
    const broken = readBaseline(`${text}{"d":1}\n`);
    assert.ok(!broken.ok && /^line \d+: no day, feature/.test(broken.error));
  });

  it('never throws on what is no baseline', () => {
    fc.assert(fc.property(fc.string(), text => typeof readBaseline(text).ok === 'boolean'));
  });
});
