import type { JsonObject } from '../../model/json.ts';
import { listAt, stringAt } from '../../model/json.ts';
import type { RawRecord } from '../../model/seams.ts';
import type { ForeignRead } from '../decode-foreign.ts';
import { decodeForeign, misfit, noForeign } from '../decode-foreign.ts';
import { describe } from '../envelope/opened.ts';
import { parseJson } from '../envelope/texts.ts';
import type { FormatOptions, FormatPart, Framing, Sample } from '../format-options.ts';
import type { EcsThing } from './schema.ts';
import { readThings } from './schema.ts';

const framing: Framing = { type: 'json-values', streamed: [] };

/** Amazon ECS: task definitions, services, and what EventBridge starts by a schedule, as the AWS command line gives them. */
export const ecs: FormatPart = {
  name: 'ecs',
  recognise,
  defaultFraming: framing,
  create: options => {
    const rules = new Map<string, JsonObject>();
    return {
      name: 'ecs',
      decode: record => decode(record, options, rules),
      end: () => {
        rules.clear();
        return { activities: [], refusals: [], skipped: 0 };
      },
    };
  },
};

/** Rules of the file: their targets come as another value, which names no schedule, and often no rule. */
type Rules = Map<string, JsonObject>;

function decode(
  record: RawRecord,
  { cluster }: FormatOptions,
  rules: Rules,
): ReturnType<typeof decodeForeign> {
  return decodeForeign(record, { format: 'ecs', cluster }, text => read(text, rules));
}

function read(text: string, rules: Rules): ForeignRead {
  const parsed = parseJson(text);
  if (!parsed.ok) return misfit(parsed.error.reason, parsed.error.detail);
  const things = readThings(parsed.value);
  if (things === undefined)
    return misfit('unknown-format', `nothing of ECS or EventBridge: ${describe(parsed.value)}`);
  const objects = things.map(thing => ({ ...withRule(thing, rules), line: 1 }));
  return { ...noForeign, objects };
}

const mostRules = 10_000;

function withRule(thing: EcsThing, rules: Rules): EcsThing {
  if (thing.kind !== 'EventBridgeRule') return thing;
  if (listAt(thing.content, 'Targets').length === 0) {
    if (rules.size < mostRules) rules.set(thing.name, thing.content);
    return thing;
  }
  const [only] = rules.size === 1 ? rules.values() : [];
  const rule = rules.get(thing.name) ?? (thing.name === '' ? only : undefined);
  if (rule === undefined) return thing;
  return { ...thing, name: stringAt(rule, 'Name') ?? '', content: { ...rule, ...named(thing.content) } };
}

/** The name that targets lack is the rule's. */
function named(content: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(content).filter(([key]) => key !== 'Name'));
}

/** A value that is not alone, or too large to be seen whole. */
const beginning =
  /^\{\s*(?:(?:"taskDefinition"\s*:\s*\{\s*)?"(?:taskDefinitionArn|family|containerDefinitions)"\s*:|"Rules"\s*:\s*\[\s*\{\s*"Name"\s*:|"Targets"\s*:\s*\[\s*\{\s*"Id"\s*:)/;

function recognise({ text, values }: Sample): Framing | undefined {
  if (!/^[{[]/.test(text)) return undefined;
  const isMine = values.some(value =>
    (Array.isArray(value) ? value : [value]).some(item => readThings(item) !== undefined),
  );
  return isMine || beginning.test(text) ? framing : undefined;
}
