import type { Detector } from '../../model/seams.ts';
import type { Problem } from '../rules/problem.ts';
import type { RuleDocument } from '../rules/rule-document.ts';
import type { CompiledRule } from './compile-rules.ts';
import { compileSigmaRules } from './compile-rules.ts';
import type { SigmaOptions } from './options.ts';
import { createRuleMatcher } from './rule-matcher.ts';
import { signalOf } from './signal/signal.ts';
import { silentRules } from './silent-rules.ts';

/**
 * Compiles Sigma rules and filters into one detector. Rules with an error are left out and reported; documents of other
 * types are ignored. Rules that only serve a correlation (without `generate: true`) are compiled but give no signals.
 */
export function compileSigma(
  documents: readonly RuleDocument[],
  options: SigmaOptions,
): {
  readonly detector: Detector;
  readonly problems: readonly Problem[];
  /** For `explainSigma`, and for correlations. */
  readonly rules: readonly CompiledRule[];
} {
  const { rules, problems } = compileSigmaRules(documents, options);
  const silent = silentRules(documents);
  return { detector: createSigmaDetector(rules.filter(rule => !silent(rule.document))), problems, rules };
}

export function createSigmaDetector(rules: readonly CompiledRule[]): Detector {
  const matcher = createRuleMatcher(rules);
  return {
    name: 'sigma',
    interest: matcher.interest,
    inspect: activity => {
      if (activity.type !== 'audit') return [];
      const matching = matcher.matching(activity.event);
      return matching.length === 0 ? [] : matching.map(rule => signalOf(rule, activity));
    },
  };
}
