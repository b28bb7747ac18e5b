import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createAnomalyDetector } from './anomaly-detector.ts';
import type { Expectations } from './expectations.ts';
import { globOf, windowOf } from './expectations.ts';
import { asked, container, cronJob, dayLength, person, quietWeeks, start } from './test-world.ts';

const nothing: Expectations = { namespaces: [], repositories: [], window: undefined, commands: [] };

describe('what the user expects', () => {
  const later = start + 20 * dayLength;
  const change = asked({
    by: person('dev'),
    verb: 'update',
    object: cronJob('shop-report', 'shop', container('ghcr.example/tools/runner:1'), {
      schedule: '15 4 * * *',
    }),
    at: later,
  });
  const partsWith = (expectations: Partial<Expectations>): readonly string[] => {
    const detector = createAnomalyDetector({
      learnUntil: later,
      expectations: { ...nothing, ...expectations },
    });
    for (const activity of quietWeeks(20)) detector.inspect(activity);
    return detector.inspect(change)[0]?.score?.parts.map(({ feature }) => feature) ?? [];
  };

  it('a repository that is not allowed is evidence; one that is allowed is no surprise', () => {
    assert.ok(
      partsWith({ repositories: [globOf('registry.corp.example/*')] }).includes('outside-repositories'),
    );
    const allowed = partsWith({ repositories: [globOf('ghcr.example/*')] });
    assert.ok(!allowed.includes('image-registry') && !allowed.includes('outside-repositories'));
  });

  it('a schedule outside of the window is evidence', () => {
    assert.ok(partsWith({ window: windowOf('22:00-04:00') }).includes('outside-window'));
    assert.ok(!partsWith({ window: windowOf('22:00-05:00') }).includes('outside-window'));
  });

  it('other namespaces are not scored', () => {
    assert.deepEqual(partsWith({ namespaces: [globOf('data*')] }), []);
    assert.ok(partsWith({ namespaces: [globOf('sh*')] }).length > 0);
  });
});

it('a star stands for any text, all else for itself', () => {
  const table: readonly (readonly [pattern: string, text: string, fits: boolean])[] = [
    ['a*', 'abc', true],
    ['*c', 'abc', true],
    ['a*b*c', 'aXbYc', true],
    ['a*b*c', 'acb', false],
    ['ab*ba', 'aba', false],
    ['a.c', 'abc', false],
    ['A', 'a', true],
    ['*', '', true],
  ];
  for (const [pattern, text, fits] of table)
    assert.equal(globOf(pattern).test(text), fits, `${pattern} ${text}`);
});
