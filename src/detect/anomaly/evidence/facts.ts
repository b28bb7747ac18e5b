import type { Signal } from '../../../model/signal.ts';
import type { Expectations } from '../expectations.ts';
import { expectationFacts } from '../expectations.ts';
import type { Observation } from '../observation.ts';
import type { Judged } from '../score.ts';
import { commandFacts } from './commands.ts';
import { hiddenFacts } from './hidden.ts';
import { hidingFacts } from './hiding.ts';
import { historyFacts } from './history.ts';
import { imitationFacts } from './imitation.ts';
import { judgementOf } from './judgement.ts';
import { ownershipFacts } from './ownership.ts';
import { powerFacts } from './powers.ts';
import { provenanceFacts } from './provenance.ts';
import { renamedRegistryFacts } from './registry-owner.ts';
import { ruleFacts } from './rules.ts';
import { seriesFacts } from './series.ts';
import { situationFacts } from './situation.ts';
import type { Fact } from './weights.ts';

export interface Asked {
  readonly observation: Observation;
  readonly judged: readonly Judged[];
  /** What the rules said of the same activity. */
  readonly found: readonly Signal[];
  readonly expectations?: Expectations | undefined;
}

/** All evidence about a change, for and against. */
export function factsOf({ observation, judged, found, expectations }: Asked): readonly Fact[] {
  const judgement = judgementOf(judged);
  const others = [
    ...ruleFacts(found),
    ...commandFacts(observation),
    ...powerFacts(observation),
    ...hidingFacts(observation),
    ...hiddenFacts(observation, judgement),
    ...imitationFacts(observation, judgement),
    ...historyFacts(observation, judgement),
    ...situationFacts(observation, judgement),
    ...ownershipFacts(observation, judgement),
    ...seriesFacts(observation, judgement),
    ...expectationFacts(expectations, observation),
    ...renamedRegistryFacts(observation, judgement),
  ];
  return [...others, ...provenanceFacts(observation, judgement, others)];
}
