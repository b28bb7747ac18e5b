import type { Finding } from '../model/finding.ts';
import type { Severity } from '../model/severity.ts';
import { higherOf } from '../model/severity.ts';
import type { AttackReference, DetectorType } from '../model/signal.ts';
import { isEffective, limits, withTexts } from './incidents/incident-group.ts';
import { appended } from './small.ts';

export interface RuleTally {
  readonly type: DetectorType;
  readonly id: string;
  readonly title: string;
  /** `""` where the rule names none. */
  readonly author: string;
  /** The highest of its findings. */
  severity: Severity;
  readonly attack: readonly AttackReference[];
  reasons: readonly string[];
  count: number;
  /** At least one of its findings is about something that was done, or would be by a manifest. */
  effective: boolean;
  /** Its first finding: where to look further. */
  readonly example: string;
  readonly file: string;
}

/** The tally of the finding's rule in a group, with this finding. */
export function tallyRule(group: { rules: readonly RuleTally[] }, finding: Finding): RuleTally {
  const { id, title } = finding.detector;
  let tally = group.rules.find(rule => rule.id === id && rule.title === title);
  if (tally === undefined) {
    tally = newTally(finding);
    group.rules = appended(group.rules, tally);
  }
  tally.count += 1;
  tally.severity = higherOf(tally.severity, finding.severity);
  tally.effective ||= isEffective(finding.action);
  tally.reasons =
    tally.type === 'silence'
      ? firstAndLast([...tally.reasons, ...finding.reasons])
      : withTexts(tally.reasons, finding.reasons, limits.reasons);
  return tally;
}

/** Of what lasts, how it began and how it stands. */
function firstAndLast(reasons: readonly string[]): readonly string[] {
  return reasons.length <= 10 ? reasons : [...reasons.slice(0, 2), ...reasons.slice(-8)];
}

function newTally({ id, detector, severity, attack, evidence }: Finding): RuleTally {
  return {
    type: detector.type,
    id: detector.id,
    title: detector.title,
    author: detector.author ?? '',
    severity,
    attack,
    reasons: [],
    count: 0,
    effective: false,
    example: id,
    file: evidence.at(-1)?.file ?? '',
  };
}
