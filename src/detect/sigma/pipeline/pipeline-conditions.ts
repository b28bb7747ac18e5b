import { RE2JS } from 're2js';
import type { RuleMetadata } from '../../rules/rule-document.ts';
import { plainLower } from '../match/item-test.ts';
import type { DetectionItem } from '../rule/detection.ts';
import { itemsOf } from '../rule/items.ts';
import { patternText } from '../rule/pattern.ts';
import type { Value } from '../rule/value.ts';
import type { PipelineState } from './apply-pipelines.ts';
import type { FieldCondition, ItemCondition, RuleCondition, Transformation } from './pipeline.ts';

type Operator = 'and' | 'or' | undefined;

/** Does the transformation apply to this rule? */
export function appliesToRule(item: Transformation, state: PipelineState, metadata: RuleMetadata): boolean {
  const tests = (item.rule_conditions ?? []).map(condition => ruleHolds(condition, state, metadata));
  return joined(tests, item.rule_cond_op) !== (item.rule_cond_not ?? false);
}

/** Does it apply to this line? */
export function appliesToItem(item: Transformation, line: DetectionItem): boolean {
  const tests = (item.detection_item_conditions ?? []).map(condition => lineHolds(condition, line.values));
  return joined(tests, item.detection_item_cond_op) !== (item.detection_item_cond_not ?? false);
}

/** Does it apply to a field of this name? */
export function appliesToField(item: Transformation, field: string): boolean {
  const tests = (item.field_name_conditions ?? []).map(condition => fieldHolds(condition, field));
  return joined(tests, item.field_name_cond_op) !== (item.field_name_cond_not ?? false);
}

/** No conditions hold. */
function joined(tests: readonly boolean[], operator: Operator): boolean {
  return tests.length === 0 || (operator === 'or' ? tests.includes(true) : !tests.includes(false));
}

function ruleHolds(condition: RuleCondition, state: PipelineState, metadata: RuleMetadata): boolean {
  const lines = itemsOf(state.detection);
  switch (condition.type) {
    case 'logsource': {
      const { category, product, service } = state.logsource;
      const same = (wanted: string | undefined, part: string) => wanted === undefined || wanted === part;
      return (
        same(condition.category, category) &&
        same(condition.product, product) &&
        same(condition.service, service)
      );
    }
    case 'contains_field':
      return lines.some(line => line.fields.includes(condition.field));
    case 'contains_detection_item':
      return lines.some(
        line =>
          line.fields.includes(condition.field) &&
          line.values.some(value => plainLower(value) === String(condition.value).toLowerCase()),
      );
    case 'tag':
      return metadata.tags.includes(condition.tag);
    case 'is_sigma_rule':
      return true;
    case 'processing_item_applied':
      return state.applied.has(condition.processing_item_id);
  }
}

function lineHolds(condition: ItemCondition, values: readonly Value[]): boolean {
  const holds = (value: Value) => valueHolds(condition, value);
  return condition.cond === 'any' ? values.some(holds) : values.every(holds);
}

function valueHolds(condition: ItemCondition, value: Value): boolean {
  switch (condition.type) {
    case 'match_string': {
      // Anchored in front alone, as Python's re.match is.
      const matches =
        value.type === 'text' &&
        RE2JS.compile(condition.pattern).matcher(patternText(value.pattern)).lookingAt();
      return matches !== (condition.negate ?? false);
    }
    case 'match_value':
      return plainLower(value) === String(condition.value).toLowerCase();
    case 'contains_wildcard':
      return value.type === 'text' && value.pattern.some(part => part.type !== 'text');
    case 'is_null':
      return value.type === 'null';
  }
}

function fieldHolds(condition: FieldCondition, field: string): boolean {
  const included =
    condition.mode === 're'
      ? condition.fields.some(pattern => RE2JS.compile(pattern).matcher(field).lookingAt())
      : condition.fields.includes(field);
  return condition.type === 'include_fields' ? included : !included;
}
