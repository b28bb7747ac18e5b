import type { Severity } from '../model/severity.ts';
import { atLeast, severities, severityRank } from '../model/severity.ts';
import type { RuleTally } from './incident-group.ts';

/**
 * The highest severity of the findings, raised by one step where two rules agree that are of that severity and at least
 * medium, see different techniques of more than one tactic, and each saw something that was done, not just tried.
 *
 * Two rules that see the same thing (a privileged container, say, under two names) share their techniques and are one
 * observation. Nor does a weaker finding beside a strong one make it stronger: a medium one beside a high one is common in honest work.
 */
export function incidentSeverity(rules: readonly RuleTally[]): {
  readonly severity: Severity;
  /** Titles of the two rules that agreed; empty if it was not raised. */
  readonly agreeing: readonly string[];
} {
  const highest =
    severities[Math.max(0, ...rules.map(rule => severityRank(rule.severity)))] ?? 'informational';
  const raised = severities[severityRank(highest) + 1];
  if (raised === undefined || !atLeast(highest, 'medium')) return { severity: highest, agreeing: [] };
  const strong = rules.filter(rule => rule.severity === highest && rule.effective);
  for (const [index, rule] of strong.entries()) {
    const other = strong.slice(index + 1).find(candidate => seesOtherThings(rule, candidate));
    if (other !== undefined) return { severity: raised, agreeing: [rule.title, other.title] };
  }
  return { severity: highest, agreeing: [] };
}

/** Each names a technique that the other does not, and between them there are two tactics. */
function seesOtherThings(a: RuleTally, b: RuleTally): boolean {
  const [ofA, ofB] = [techniques(a), techniques(b)];
  const tactics = new Set([...tacticsOf(a), ...tacticsOf(b)]);
  return ofA.some(one => !ofB.includes(one)) && ofB.some(one => !ofA.includes(one)) && tactics.size > 1;
}

const techniques = ({ attack }: RuleTally): readonly string[] => attack.map(({ technique }) => technique);

const tacticsOf = ({ attack }: RuleTally): readonly string[] => attack.flatMap(({ tactics }) => tactics);
