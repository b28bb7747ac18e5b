import type { JsonObject } from '../../model/json.ts';
import { severities } from '../../model/severity.ts';

const text = (description: string): JsonObject => ({ type: 'string', description });
const texts = (description: string): JsonObject => ({
  type: 'array',
  items: { type: 'string' },
  description,
});
const sentences = (description: string): JsonObject => ({
  anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }],
  description,
});
const date = (description: string): JsonObject => ({
  type: 'string',
  pattern: '^\\d{4}[-/]\\d{2}[-/]\\d{2}$',
  description,
});
const names: JsonObject = {
  anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' }, minItems: 1 }],
};

const logsource: JsonObject = {
  type: 'object',
  minProperties: 1,
  properties: {
    category: text(''),
    product: text('`kubernetes`'),
    service: text(
      '`audit` for a detection over the raw event, `workload` for a CEL expression over the workload',
    ),
    definition: text('What must be logged'),
  },
  description: 'The log that the rule is for',
};

const selection: JsonObject = { type: ['object', 'array', 'string', 'number'] };

const detection: JsonObject = {
  type: 'object',
  properties: {
    condition: { ...names, description: 'How the selections are combined' },
    timeframe: text('Deprecated by Sigma: use a correlation'),
  },
  additionalProperties: selection,
  required: ['condition'],
  minProperties: 2,
  description: 'Selections by name, and their condition: https://sigmahq.io/docs/basics/rules.html',
};

const correlation: JsonObject = {
  type: 'object',
  properties: {
    type: {
      enum: [
        'event_count',
        'value_count',
        'temporal',
        'temporal_ordered',
        'value_sum',
        'value_avg',
        'value_percentile',
        'value_median',
      ],
    },
    rules: { ...names, description: 'Names or ids of the rules whose matches are counted' },
    'group-by': { ...names, description: 'Fields that must be equal' },
    timespan: text('`30s`, `5m`, `2h`, `1d`'),
    condition: { type: ['object', 'string'], description: '`gte: 3`, `field: ...`' },
    aliases: { type: 'object', description: 'Fields that are named otherwise in each rule' },
    generate: { type: 'boolean', description: 'The rules that are counted fire by themselves, too' },
  },
  required: ['type', 'timespan'],
  description: 'https://sigmahq.io/docs/meta/correlations.html',
};

const filter: JsonObject = {
  type: 'object',
  properties: {
    rules: { ...names, description: 'Names or ids of the rules that it narrows, or `any`' },
    condition: { type: 'string' },
  },
  additionalProperties: selection,
  required: ['rules', 'condition'],
  description: 'https://sigmahq.io/docs/meta/filters.html',
};

const metadata: JsonObject = {
  title: { type: 'string', maxLength: 256, description: 'What it finds, in one line' },
  id: { type: 'string', format: 'uuid', description: 'Findings and suppressions refer to it' },
  name: text('By which correlations and filters may refer to it'),
  related: {
    type: 'array',
    items: {
      type: 'object',
      properties: {
        id: text(''),
        type: { enum: ['derived', 'obsolete', 'merged', 'renamed', 'similar', 'correlation'] },
      },
      required: ['id', 'type'],
    },
  },
  taxonomy: text(''),
  status: { enum: ['stable', 'test', 'experimental', 'deprecated', 'unsupported'] },
  description: text('What it finds, and why that is worth knowing'),
  license: text('SPDX identifier'),
  author: text(''),
  references: texts('Where to read more'),
  date: date('Created'),
  modified: date('Last changed'),
  logsource,
  fields: texts('Fields worth showing'),
  falsepositives: sentences('When it is wrong'),
  level: { enum: severities },
  tags: texts('`attack.t1053.007`, `attack.persistence`'),
  scope: texts(''),
  generate: { type: 'boolean' },
  evidence: sentences('What must be logged for it to work'),
  blindspots: sentences('What it cannot see'),
  response: sentences('What to do when it fires'),
};

/** The JSON Schema of one document of a rule file: a Sigma rule, correlation or filter, or a rule of ours in CEL. */
export function ruleSchema(): JsonObject {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Watchbill rule',
    description:
      'A Sigma rule, or a rule with the same metadata whose condition is a CEL expression over the workload',
    type: 'object',
    properties: {
      ...metadata,
      detection,
      correlation,
      filter,
      cel: text(
        'A CEL expression over change, actor, workload, object, oldObject, changes (see `watchbill rules fields`)',
      ),
      action: { enum: ['global', 'reset', 'repeat'], description: 'Rule collections' },
    },
    required: ['title'],
    oneOf: [
      { required: ['detection', 'logsource'] },
      { required: ['cel', 'logsource'] },
      { required: ['filter', 'logsource'] },
      { required: ['correlation'] },
    ],
  };
}
