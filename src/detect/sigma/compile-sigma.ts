import type { Activity, ManifestActivity } from '../../model/activity.ts';
import { observationOf } from '../../model/observation.ts';
import type { Detector } from '../../model/seams.ts';
import type { Problem } from '../rules/problem.ts';
import type { RuleDocument } from '../rules/rule-document.ts';
import type { CompiledRule } from './compile-rules.ts';
import { compileSigmaRules } from './compile-rules.ts';
import type { Correlator } from './correlation/correlate.ts';
import { correlate } from './correlation/correlate.ts';
import { mappedFields } from './correlation/mapped-fields.ts';
import type { SigmaOptions } from './options.ts';
import { signalOf } from './signal/signal.ts';
import { createSourceMatcher } from './source-matcher.ts';

/**
 * Compiles Sigma rules, filters and correlations into one detector. What has an error is left out and reported; documents
 * of other types are ignored. Rules that only serve a correlation (without `generate: true`) give no signals of their own.
 */
export function compileSigma(
  documents: readonly RuleDocument[],
  options: SigmaOptions,
): {
  readonly detector: Detector;
  readonly problems: readonly Problem[];
  /** For `explainSigma`. */
  readonly rules: readonly CompiledRule[];
} {
  const { rules, problems } = compileSigmaRules(documents, options);
  const mapField = mappedFields(options.pipelines);
  const correlator = correlate(documents, { mapField, ...options.correlation });
  const detector =
    correlator.correlations.length === 0
      ? createSigmaDetector(rules)
      : correlatingDetector(rules, correlator);
  return { detector, problems: [...problems, ...correlator.problems], rules };
}

export function createSigmaDetector(rules: readonly CompiledRule[]): Detector {
  const matcher = createSourceMatcher(rules);
  return {
    name: 'sigma',
    interest: matcher.interest,
    inspect: activity => {
      if (!isAsked(activity)) return [];
      const matching = matcher.matching(activity);
      return matching.length === 0 ? [] : matching.map(rule => signalOf(rule, activity));
    },
  };
}

/** An object that was seen at the API server is no request, which rules are about. */
const isAsked = (activity: Activity): activity is Exclude<Activity, ManifestActivity> =>
  activity.type !== 'manifest' && observationOf(activity) === undefined;

/** The signals of correlations come with an activity of their own, when event time allows. */
function correlatingDetector(rules: readonly CompiledRule[], correlator: Correlator): Detector {
  const matcher = createSourceMatcher(rules);
  let watched = false;
  return {
    name: 'sigma',
    interest: matcher.interest,
    // Windows and groups are rebuilt from the matches that they were made of.
    remembers: () => watched,
    inspect: activity => {
      watched = false;
      if (!isAsked(activity)) return [];
      const matching = matcher.matching(activity);
      watched = matching.some(rule => correlator.watches(rule.document));
      const alone = matching.filter(rule => correlator.firesAlone(rule.document));
      const signals = alone.map(rule => signalOf(rule, activity));
      return [
        ...signals,
        ...correlator.onMatch(
          matching.map(rule => rule.document),
          activity,
        ),
      ];
    },
    finish: correlator.finish,
    blind: correlator.blind,
  };
}
