import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject } from '../../model/json.ts';
import type { Problem } from './problem.ts';
import { createReporter } from './reporter.ts';
import type { RulePath } from './rule-document.ts';
import type { ParsedYaml } from './yaml-documents.ts';
import type { PlacedYaml } from './yaml-positions.ts';
import { positionsIn } from './yaml-positions.ts';

/** A rule of a file, global parts merged in. */
export interface CollectedRule {
  readonly index: number;
  readonly body: JsonObject;
  /** Where its parts stand, those that override others first. */
  readonly sources: readonly PlacedYaml[];
  /** Its own document. */
  readonly home: PlacedYaml;
}

interface Template {
  readonly body: JsonObject;
  readonly sources: readonly PlacedYaml[];
}

/**
 * Applies the actions of rule collections as pySigma does: `global` sets parts that override those of the following
 * rules, `reset` forgets them, `repeat` is the previous rule with parts of its own on top.
 */
export function collectRules(
  yamls: readonly ParsedYaml[],
  { file, problems }: { readonly file: string; readonly problems: Problem[] },
): readonly CollectedRule[] {
  const rules: CollectedRule[] = [];
  let state: State = { global: nothing, previous: nothing };
  for (const yaml of yamls) {
    const step = nextStep(yaml, state);
    if (step.problem !== undefined) {
      const report = createReporter({ file, ...positionsIn([yaml]) });
      report.error(step.problem.code, step.problem.message, { path: step.problem.path, at: 'value' });
      problems.push(...report.problems);
    }
    if (step.rule !== undefined) rules.push({ index: yaml.index, home: yaml, ...step.rule });
    state = step.state ?? state;
  }
  return rules;
}

interface State {
  readonly global: Template;
  readonly previous: Template;
}

interface Step {
  readonly state?: State;
  readonly rule?: Template;
  readonly problem?: { readonly code: string; readonly message: string; readonly path: RulePath };
}

const nothing: Template = { body: {}, sources: [] };

function nextStep(yaml: ParsedYaml, { global, previous }: State): Step {
  if (!isObject(yaml.value))
    return { problem: { code: 'not-a-map', message: 'A rule is a map of keys', path: [] } };
  const own = { body: withoutAction(yaml.value), sources: [yaml] };
  const rule = standsAlone(own.body) ? own : merged(own, global);
  const repeated = merged(previous, own);
  switch (fieldOf(yaml.value, 'action')) {
    case undefined:
      return { rule, state: { global, previous: rule } };
    case 'global':
      return { state: { global: own, previous: own } };
    case 'reset':
      return { state: { global: nothing, previous } };
    case 'repeat':
      return { rule: repeated, state: { global, previous: repeated } };
    default:
      return {
        problem: {
          code: 'unknown-action',
          message: 'The action of a document is global, reset or repeat',
          path: ['action'],
        },
      };
  }
}

/** Correlations and filters take no part in rule collections. */
function standsAlone(body: JsonObject): boolean {
  return Object.hasOwn(body, 'correlation') || Object.hasOwn(body, 'filter');
}

function withoutAction(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([key]) => key !== 'action'));
}

/** `over` wins; maps are merged at every depth. */
function merged(base: Template, over: Template): Template {
  return { body: mergedMaps(base.body, over.body), sources: [...over.sources, ...base.sources] };
}

function mergedMaps(base: JsonObject, over: JsonObject): JsonObject {
  const result = new Map<string, Json | undefined>(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    const below = result.get(key);
    result.set(key, isObject(value) && isObject(below) ? mergedMaps(below, value) : value);
  }
  return Object.fromEntries(result);
}
