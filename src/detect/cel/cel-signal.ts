import type { Activity } from '../../model/activity.ts';
import { activityEvidence } from '../../model/activity-evidence.ts';
import type { Signal } from '../../model/signal.ts';
import { workloadOf } from '../../workloads/workload-reference.ts';
import { attackReferences } from '../sigma/attack-tags.ts';
import { renewBudget } from './budget.ts';
import type { CompiledRule } from './compile-rule.ts';
import type { ComparedChange } from './differences.ts';
import type { Scope } from './expression.ts';
import { names } from './named-fields.ts';
import { reasonsFor } from './reasons.ts';

interface Hit {
  readonly rule: CompiledRule;
  readonly activity: Activity;
  readonly change: ComparedChange;
  readonly scope: Scope;
}

/** What a rule says of a change in which it holds. */
export function signalOf({ rule, activity, change, scope }: Hit): Signal {
  const { metadata } = rule.rule;
  renewBudget();
  return {
    detector: { type: 'cel', id: metadata.id, title: metadata.title },
    severity: metadata.level ?? 'medium',
    attack: attackReferences(metadata.tags),
    reasons: reasonsFor({
      expression: rule.expression,
      scope,
      change,
      always: names(rule.fields, 'lineage'),
    }),
    evidence: [activityEvidence(activity)],
    workload: workloadOf(activity),
    missing: change.missing,
    ...(change.changes.length > 0 && { changes: change.changes }),
  };
}
