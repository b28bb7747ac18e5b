import type { JsonObject } from '../../model/json.ts';
import type { Setting } from './settings.ts';
import { allSettings } from './watch-settings.ts';

/** The JSON Schema of `watchbill.yaml`. */
export function configSchema(): JsonObject {
  const kept = allSettings.filter(({ once }) => once !== true);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Watchbill configuration',
    description: 'watchbill.yaml. Flags and environment variables come before it.',
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(kept.map(setting => [setting.key, schemaOf(setting)])),
  };
}

function schemaOf(setting: Setting): JsonObject {
  const description = `${setting.says} Default: ${setting.default}.`;
  if (setting.type === 'switch')
    return { type: 'boolean', description: `${meaning(setting)} Default: ${setting.default}.` };
  if (setting.type === 'number') return { type: 'integer', minimum: 1, description };
  const text = textSchema(setting);
  return setting.type === 'list'
    ? { anyOf: [text, { type: 'array', items: text }], description }
    : { ...text, description };
}

/** A switch whose flag leaves something out is `false` to leave it out. */
export function meaning({ flags, says }: Setting): string {
  return flags.startsWith('--no-') ? `\`false\`: ${says.charAt(0).toLowerCase()}${says.slice(1)}` : says;
}

function textSchema({ key, choices }: Setting): JsonObject {
  if (choices === undefined) return { type: 'string' };
  if (key === 'output') return { type: 'string', pattern: `^(${choices.join('|')})(=.+)?$` };
  return { type: 'string', enum: choices };
}
