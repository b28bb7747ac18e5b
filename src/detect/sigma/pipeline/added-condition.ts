import type { Reporter } from '../../rules/reporter.ts';
import type { Condition, ParsedDetection } from '../rule/detection.ts';
import { parseItem } from '../rule/parse-item.ts';
import type { ChangesOf } from './pipeline.ts';

/** Adds fields that must (or, negated, must not) all match besides the rule's own condition. */
export function addedCondition(
  detection: ParsedDetection,
  { conditions, negated }: ChangesOf<'add_condition'>,
  report: Reporter,
): ParsedDetection {
  const path = ['detection', 'condition'];
  const parts = Object.entries(conditions)
    .map(([key, value]) => parseItem({ key, value, path, report, placeholders: {} }))
    .filter(part => part !== undefined);
  // Names that no pattern of a rule matches: they begin with an underscore.
  const name = `_added_${detection.selections.size}`;
  const selection: Condition = { type: 'selection', name };
  const added: Condition = negated === true ? { type: 'not', part: selection } : selection;
  return {
    selections: new Map([...detection.selections, [name, { type: 'all', parts }]]),
    conditions: detection.conditions.map(condition => ({ type: 'and', parts: [added, condition] })),
  };
}
