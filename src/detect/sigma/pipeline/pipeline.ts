import { z } from 'zod';

/** A processing pipeline in pySigma's YAML format: the transformations and conditions that make sense for matching events. */

const names = z.union([z.string(), z.array(z.string()).min(1)]);
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const definition = z.union([scalar, z.array(scalar), z.null()]);

const ruleCondition = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('logsource'),
    category: z.string().optional(),
    product: z.string().optional(),
    service: z.string().optional(),
  }),
  z.strictObject({ type: z.literal('contains_field'), field: z.string() }),
  z.strictObject({ type: z.literal('contains_detection_item'), field: z.string(), value: scalar }),
  z.strictObject({ type: z.literal('tag'), tag: z.string() }),
  z.strictObject({ type: z.literal('is_sigma_rule') }),
  z.strictObject({ type: z.literal('processing_item_applied'), processing_item_id: z.string() }),
]);

const itemCondition = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('match_string'),
    cond: z.enum(['any', 'all']),
    pattern: z.string(),
    negate: z.boolean().optional(),
  }),
  z.strictObject({ type: z.literal('match_value'), cond: z.enum(['any', 'all']), value: scalar }),
  z.strictObject({ type: z.literal('contains_wildcard'), cond: z.enum(['any', 'all']) }),
  z.strictObject({ type: z.literal('is_null'), cond: z.enum(['any', 'all']) }),
]);

const fieldCondition = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('include_fields'),
    fields: z.array(z.string()),
    mode: z.enum(['plain', 're']).optional(),
  }),
  z.strictObject({
    type: z.literal('exclude_fields'),
    fields: z.array(z.string()),
    mode: z.enum(['plain', 're']).optional(),
  }),
]);

const operator = z.enum(['and', 'or']);

const shared = {
  id: z.string().optional(),
  rule_conditions: z.array(ruleCondition).optional(),
  rule_cond_op: operator.optional(),
  rule_cond_not: z.boolean().optional(),
  detection_item_conditions: z.array(itemCondition).optional(),
  detection_item_cond_op: operator.optional(),
  detection_item_cond_not: z.boolean().optional(),
  field_name_conditions: z.array(fieldCondition).optional(),
  field_name_cond_op: operator.optional(),
  field_name_cond_not: z.boolean().optional(),
};

const transformation = z.discriminatedUnion('type', [
  z.strictObject({ ...shared, type: z.literal('field_name_mapping'), mapping: z.record(z.string(), names) }),
  z.strictObject({
    ...shared,
    type: z.literal('field_name_prefix_mapping'),
    mapping: z.record(z.string().min(1), names),
  }),
  z.strictObject({ ...shared, type: z.literal('field_name_prefix'), prefix: z.string() }),
  z.strictObject({ ...shared, type: z.literal('field_name_suffix'), suffix: z.string() }),
  z.strictObject({ ...shared, type: z.literal('drop_detection_item') }),
  z.strictObject({
    ...shared,
    type: z.literal('add_condition'),
    conditions: z.record(z.string(), definition),
    negated: z.boolean().optional(),
  }),
  z.strictObject({
    ...shared,
    type: z.literal('change_logsource'),
    category: z.string().optional(),
    product: z.string().optional(),
    service: z.string().optional(),
  }),
  z.strictObject({
    ...shared,
    type: z.literal('replace_string'),
    regex: z.string(),
    replacement: z.string(),
  }),
  z.strictObject({ ...shared, type: z.literal('map_string'), mapping: z.record(z.string(), names) }),
  z.strictObject({ ...shared, type: z.literal('set_value'), value: z.union([scalar, z.null()]) }),
  z.strictObject({ ...shared, type: z.literal('convert_type'), target_type: z.enum(['str', 'num']) }),
  // Placeholders get their values from `vars` when a rule is parsed, so there is nothing left to do for it.
  z.strictObject({ ...shared, type: z.literal('value_placeholders') }),
  z.strictObject({ ...shared, type: z.literal('rule_failure'), message: z.string() }),
  z.strictObject({ ...shared, type: z.literal('detection_item_failure'), message: z.string() }),
]);

export const pipelineSchema = z.strictObject({
  name: z.string().min(1),
  priority: z.number().int().optional(),
  vars: z.record(z.string(), z.union([scalar, z.array(scalar)])).optional(),
  allowed_backends: z.array(z.string()).optional(),
  transformations: z.array(transformation),
});

export type Pipeline = z.infer<typeof pipelineSchema>;
export type Transformation = Pipeline['transformations'][number];
export type RuleCondition = z.infer<typeof ruleCondition>;
export type ItemCondition = z.infer<typeof itemCondition>;
export type FieldCondition = z.infer<typeof fieldCondition>;
export type ChangesOf<T extends Transformation['type']> = Extract<Transformation, { type: T }>;
