import { noFacts } from '../../lineage/facts/lineage-facts.ts';
import type { Lineage } from '../../lineage/lineage.ts';
import { createLineage, factsInterest } from '../../lineage/lineage.ts';
import type { EffectiveObjects } from '../../workloads/effective/effective-objects.ts';
import type { Problem } from '../rules/problem.ts';
import type { RuleDocument } from '../rules/rule-document.ts';
import type { CelDetector } from './cel-detector.ts';
import { createCelDetector } from './cel-detector.ts';
import type { CompiledRule } from './compile-rule.ts';
import { compileRule } from './compile-rule.ts';
import { names } from './named-fields.ts';

export interface CelOptions {
  /** Has been given every activity before the detector is; without it, the detector keeps a lineage of its own. */
  readonly lineage?: Lineage | undefined;
  /** Shared with other detectors; else it follows the objects itself. */
  readonly objects?: EffectiveObjects | undefined;
  /** What it remembers will be kept across restarts. */
  readonly durable?: boolean | undefined;
}

/** Own rules as one detector; a rule with errors is left out and its problems are given. Other kinds are passed over. */
export function compileCel(
  documents: readonly RuleDocument[],
  { lineage, objects, durable }: CelOptions = {},
): { readonly detector: CelDetector; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const rules: CompiledRule[] = [];
  for (const document of documents) {
    if (document.type !== 'cel') continue;
    const { compiled, problems: found } = compileRule(document);
    problems.push(...found);
    if (compiled !== undefined) rules.push(compiled);
  }
  const detector =
    lineage === undefined
      ? onItsOwn(rules, durable)
      : createCelDetector(rules, { factsOf: lineage.factsOf, objects, durable });
  return { detector, problems };
}

function onItsOwn(rules: readonly CompiledRule[], durable: boolean | undefined): CelDetector {
  if (!rules.some(({ fields }) => names(fields, 'lineage')))
    return createCelDetector(rules, { factsOf: () => noFacts, durable });
  const lineage = createLineage({ rememberMinutes: 60 });
  const detector = createCelDetector(rules, { factsOf: lineage.factsOf, durable });
  return {
    ...detector,
    interest: {
      ...detector.interest,
      pair: (verb, resource) => detector.interest.pair(verb, resource) || factsInterest.pair(verb, resource),
    },
    inspect(activity) {
      lineage.take(activity);
      return detector.inspect(activity);
    },
  };
}
