import type { Interest } from '../../model/interest.ts';
import type { CompiledRule } from './compile-rules.ts';
import type { SigmaActivity } from './event-of.ts';
import { eventOf } from './event-of.ts';
import { sourceOfActivity } from './log-source.ts';
import type { RuleMatcher } from './rule-matcher.ts';
import { createRuleMatcher } from './rule-matcher.ts';

/** Finds the rules that match an activity among those for its log source. */
export interface SourceMatcher {
  /** Of the rules for the audit log. */
  readonly interest: Interest;
  matching(activity: SigmaActivity): readonly CompiledRule[];
}

const none: readonly CompiledRule[] = [];

export function createSourceMatcher(rules: readonly CompiledRule[]): SourceMatcher {
  const audit = createRuleMatcher(rules.filter(({ source }) => source === 'audit'));
  const others = new Map<string, RuleMatcher>();
  for (const [source, own = []] of Object.entries(Object.groupBy(rules, rule => rule.source)))
    if (source !== 'audit') others.set(source, createRuleMatcher(own));
  return {
    interest: audit.interest,
    matching(activity) {
      if (activity.type === 'audit') return audit.matching(activity.event);
      const matcher = others.get(sourceOfActivity(activity) ?? '');
      return matcher === undefined ? none : matcher.matching(eventOf(activity));
    },
  };
}
