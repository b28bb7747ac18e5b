import { textOf } from '../../src/detect/sigma/match/event-reader.ts';
import { locatedValues } from '../../src/detect/sigma/signal/located-values.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { objectAt } from '../../src/model/json.ts';
import { texts } from './generate-events.ts';
import type { Aim } from './generate-items.ts';
import { generateItem, generateKeywords } from './generate-items.ts';
import type { Random } from './random.ts';

/**
 * A whole rule as YAML (its flow style, which JSON is a part of), aimed at an event: half of the rules have one line, the
 * others are of all shapes. `target` is the event with what was planted for the rule.
 */
export function generateRule(
  random: Random,
  event: JsonObject,
): { readonly rule: string; readonly target: JsonObject } {
  let target = event;
  const aim: Aim = {
    text: field => {
      const found = random.chance(0.75)
        ? locatedValues(target, field).map(({ value }) => textOf(value) ?? '')
        : [];
      return random.pick(found.length > 0 ? found : texts);
    },
    plant: (field, value) => {
      target = planted(target, field.split('.'), value);
    },
  };
  const detection = random.chance(0.5) ? oneLine(random, aim) : wholeDetection(random, aim);
  const logsource = { product: 'kubernetes', service: 'audit' };
  return { rule: yamlText({ title: 'Generated rule', status: 'test', logsource, detection }), target };
}

/** Maps alone are walked; a list on the way is replaced by a map. */
function planted(event: JsonObject, [key = '', ...rest]: readonly string[], value: Json): JsonObject {
  const below = rest.length === 0 ? value : planted(objectAt(event, key) ?? {}, rest, value);
  return { ...event, [key]: below };
}

function oneLine(random: Random, aim: Aim): JsonObject {
  const selection = random.chance(0.9)
    ? Object.fromEntries([generateItem(random, aim)])
    : generateKeywords(random, aim);
  return { selection, condition: random.chance(0.8) ? 'selection' : 'not selection' };
}

const allNames = ['selection', 'sel_a', 'sel_b', 'filter', 'filter-x', '_hidden', 'keywords', 'notable'];

function wholeDetection(random: Random, aim: Aim): JsonObject {
  const names = random.list(1, 4, () => random.pick(allNames));
  const detection = new Map<string, Json>(names.map(name => [name, generateSelection(random, aim)]));
  const known = [...detection.keys()];
  const condition = (): string => generateCondition(random, known, 0);
  detection.set('condition', random.chance(0.95) ? condition() : random.list(1, 3, condition));
  return Object.fromEntries(detection);
}

function generateSelection(random: Random, aim: Aim): Json {
  const map = (): Json => Object.fromEntries(random.list(1, 3, () => generateItem(random, aim)));
  return random.pick<() => Json>([
    map,
    map,
    map,
    map,
    () => random.list(1, 3, map),
    () => generateKeywords(random, aim),
    () => [map(), random.list(1, 2, () => 'nested keyword')],
  ])();
}

function generateCondition(random: Random, names: readonly string[], depth: number): string {
  const below = (): string => generateCondition(random, names, depth + 1);
  const [first = 'selection', ...rest] = names;
  if (depth > 2 || random.chance(0.4)) return random.pick([first, ...rest]);
  return random.pick<() => string>([
    () => `${below()} and ${below()}`,
    () => `${below()} or ${below()}`,
    () => `not ${below()}`,
    () => `(${below()} or ${below()}) and ${below()}`,
    () => `not (${below()} and ${below()})`,
    () => `${random.pick(['1', 'any', 'all'])} of ${pattern(random, names)}`,
    () => (random.chance(0.05) ? 'missing' : below()),
  ])();
}

/** Mostly one that some name matches. */
function pattern(random: Random, names: readonly string[]): string {
  const patterns = ['them', 'sel_*', 'sel*', '*', 'filter*', '_*', 's*_a', 'notable'];
  const matching = patterns.filter(each => {
    const expression = each === 'them' ? /^[^_]/ : new RegExp(`^${each.replaceAll('*', '.*')}$`);
    return names.some(name => expression.test(name) && (each.startsWith('_') || !name.startsWith('_')));
  });
  return random.pick(matching.length === 0 || random.chance(0.05) ? patterns : matching);
}

/** JSON with the characters escaped that YAML 1.1 and 1.2 read differently or not at all. */
export function yamlText(value: Json): string {
  return JSON.stringify(value).replaceAll(/[^\x20-\x7e]/gu, character => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff
      ? `\\U${code.toString(16).padStart(8, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
