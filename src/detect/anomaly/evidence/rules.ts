import type { Signal } from '../../../model/signal.ts';
import type { Fact, FactName } from './weights.ts';

const names = new Map<Signal['severity'], FactName>([
  ['critical', 'rule-critical'],
  ['high', 'rule-high'],
  ['medium', 'rule-medium'],
  ['low', 'rule-low'],
]);

/** What the rules said of the same activity adds what their level stands for. */
export function ruleFacts(found: readonly Signal[]): readonly Fact[] {
  return found.flatMap(({ severity, detector }) => {
    const name = names.get(severity);
    return name === undefined || detector.type === 'anomaly'
      ? []
      : [{ name, says: `rule "${detector.title}" (${severity})` }];
  });
}
