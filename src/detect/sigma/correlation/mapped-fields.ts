import { createReporter } from '../../rules/reporter.ts';
import type { SigmaRule } from '../../rules/rule-document.ts';
import { applyPipelines } from '../pipeline/apply-pipelines.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { DetectionItem, ParsedDetection } from '../rule/detection.ts';
import { itemsIn } from '../rule/items.ts';

/**
 * The fields of an event that a field of a rule stands for: group-by and the like are mapped as the lines of the rule's own
 * selections are.
 */
export function mappedFields(
  pipelines: readonly Pipeline[],
): (rule: SigmaRule, field: string) => readonly string[] {
  return (rule, field) => {
    if (pipelines.length === 0) return [field];
    // What the pipelines have to say of the rule is reported where its own detection goes through them.
    const report = createReporter(rule);
    const { detection } = applyPipelines(asking(field), { document: rule, pipelines, report });
    const selection = detection.selections.get('field');
    const fields = selection === undefined ? [] : itemsIn(selection).flatMap(item => item.fields);
    return fields.length === 0 ? [field] : fields;
  };
}

function asking(field: string): ParsedDetection {
  const item: DetectionItem = {
    type: 'item',
    fields: [field],
    writtenField: field,
    values: [{ type: 'exists', exists: true }],
    all: false,
    negated: false,
    path: ['correlation'],
  };
  return { selections: new Map([['field', item]]), conditions: [{ type: 'selection', name: 'field' }] };
}
