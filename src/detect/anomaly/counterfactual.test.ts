import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { ScorePart } from '../../model/score.ts';
import { counterfactualOf } from './counterfactual.ts';

const part = (feature: string, bits: number): ScorePart => ({
  feature,
  kind: 'surprise',
  bits,
  sentence: '',
});

it('names the fewest parts without which a change would be ordinary', () => {
  const parts = [
    part('image-registry', 9),
    part('kind-of-change', 6),
    part('actor', 3),
    part('provenance', -2),
  ];
  assert.equal(counterfactualOf(parts, 11), 'it would be ordinary (7.0 bits) but for the registry');
  assert.equal(
    counterfactualOf(parts, 5),
    'it would be ordinary (1.0 bits) but for the registry and the kind of change',
  );
  assert.equal(counterfactualOf(parts, 20), '');
});
