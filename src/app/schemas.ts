import { baselineJsonSchema } from '../detect/anomaly/baseline/baseline-file.ts';
import { findingJsonSchema } from '../findings/finding-schema.ts';
import { suppressionFileJsonSchema } from '../findings/suppressions/suppression-schema.ts';
import { inventoryDiffJsonSchema, inventoryJsonSchema } from '../inventory/bill-schema.ts';
import { ruleSchema } from './rules/rule-schema.ts';
import { configSchema } from './settings/config-schema.ts';

/** The published JSON Schemas, by the names that `watchbill schema` knows. */
export const schemas = {
  config: configSchema,
  baseline: baselineJsonSchema,
  rule: ruleSchema,
  finding: findingJsonSchema,
  suppressions: suppressionFileJsonSchema,
  inventory: inventoryJsonSchema,
  'inventory-diff': inventoryDiffJsonSchema,
} as const;
