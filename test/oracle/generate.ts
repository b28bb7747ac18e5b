import type { OracleInput } from './cases.ts';
import { generateEvent } from './generate-events.ts';
import { placeholders } from './generate-items.ts';
import { generateRule } from './generate-rule.ts';
import { createRandom } from './random.ts';

const commonEvents = 80;
const eventsPerRule = 8;

/** Rules and events of a seed: each rule is asked about an event made for it, and about others. */
export function generateInput(seed: number, ruleCount: number): OracleInput {
  const random = createRandom(seed);
  const events = Array.from({ length: commonEvents }, () => generateEvent(random));
  const anyEvent = () => random.below(commonEvents);
  const cases = Array.from({ length: ruleCount }, (_, index) => {
    const { rule, target } = generateRule(random, events[anyEvent()] ?? {});
    const others = random.list(eventsPerRule - 1, eventsPerRule - 1, anyEvent);
    events.push(target);
    return {
      id: `seed ${seed} rule ${index}`,
      rules: rule,
      placeholders,
      events: [events.length - 1, ...others],
    };
  });
  return { events, cases };
}
