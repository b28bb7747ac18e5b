import { severityOf } from '../../detect/anomaly/severity-of.ts';
import type { Severity } from '../../model/severity.ts';
import { atLeast, higherOf, severities, severityRank } from '../../model/severity.ts';
import type { RuleTally } from '../rule-tally.ts';
import type { Assessment } from './incident-score.ts';

export interface CalibratedSeverity {
  readonly severity: Severity;
  /** Titles of the two rules that agreed; empty if it was not raised. */
  readonly agreeing: readonly string[];
  /** Rules of medium level, and nothing out of the ordinary: not for a person to be woken for. */
  readonly lowered: boolean;
}

export interface Assessed {
  readonly rules: readonly RuleTally[];
  readonly assessment: Assessment;
}

/**
 * The highest severity of the findings. Raised by one step where two rules agree that are of that severity and at least medium, see
 * different techniques of more than one tactic, and each saw something that was done, not just tried. Lowered below medium where only
 * rules of medium level matched, and each request that they matched is wholly ordinary here by its score. What a rule of a higher level
 * found is never lowered. Scores of several changes add up: weak signs together may be worth what one of them is not.
 *
 * Two rules that see the same thing (a privileged container, say, under two names) share their techniques and are one
 * observation. Nor does a weaker finding beside a strong one make it stronger: a medium one beside a high one is common in honest work.
 */
export function incidentSeverity({
  rules,
  assessment: { score, ordinary, open },
}: Assessed): CalibratedSeverity {
  const ofRules =
    severities[Math.max(0, ...rules.map(rule => severityRank(rule.severity)))] ?? 'informational';
  const ofScore = score === undefined ? 'informational' : severityOf(score);
  const highest = higherOf(ofRules, ofScore);
  if (highest === 'medium' && !atLeast(ofScore, 'medium') && ordinary.length > 0 && open.length === 0)
    return { severity: 'low', agreeing: [], lowered: true };
  const plain = { severity: highest, agreeing: [], lowered: false } as const;
  const raised = severities[severityRank(highest) + 1];
  if (raised === undefined || !atLeast(highest, 'medium')) return plain;
  const agreeing = agreeingIn(rules.filter(rule => rule.severity === highest && rule.effective));
  return agreeing.length === 0 ? plain : { severity: raised, agreeing, lowered: false };
}

/** The anomaly score has what rules said in it, and agrees with none of them. */
function agreeingIn(rules: readonly RuleTally[]): readonly string[] {
  const strong = rules.filter(({ type }) => type !== 'anomaly');
  for (const [index, rule] of strong.entries()) {
    const other = strong.slice(index + 1).find(candidate => seesOtherThings(rule, candidate));
    if (other !== undefined) return [rule.title, other.title];
  }
  return [];
}

/** Each names a technique that the other does not, and between them there are two tactics. */
function seesOtherThings(a: RuleTally, b: RuleTally): boolean {
  const [ofA, ofB] = [techniques(a), techniques(b)];
  const tactics = new Set([...tacticsOf(a), ...tacticsOf(b)]);
  return ofA.some(one => !ofB.includes(one)) && ofB.some(one => !ofA.includes(one)) && tactics.size > 1;
}

const techniques = ({ attack }: RuleTally): readonly string[] => attack.map(({ technique }) => technique);

const tacticsOf = ({ attack }: RuleTally): readonly string[] => attack.flatMap(({ tactics }) => tactics);
