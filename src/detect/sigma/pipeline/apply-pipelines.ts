import type { Reporter } from '../../rules/reporter.ts';
import type { LogSource, RuleFields } from '../../rules/rule-document.ts';
import type { Detection, DetectionItem, ParsedDetection } from '../rule/detection.ts';
import { mapItems } from '../rule/items.ts';
import type { Placeholders } from '../rule/text-modifiers.ts';
import { addedCondition } from './added-condition.ts';
import { changedItem } from './changed-item.ts';
import type { Pipeline, Transformation } from './pipeline.ts';
import { appliesToItem, appliesToRule } from './pipeline-conditions.ts';

export interface PipelineContext {
  readonly document: RuleFields;
  readonly pipelines: readonly Pipeline[];
  readonly report: Reporter;
}

/** A rule on its way through the pipelines. */
export interface PipelineState {
  readonly detection: ParsedDetection;
  readonly logsource: LogSource;
  /** Ids of the transformations that were applied. */
  readonly applied: ReadonlySet<string>;
}

/** Applies every transformation in the order of the pipelines' priorities, as pySigma does. */
export function applyPipelines(detection: ParsedDetection, context: PipelineContext): PipelineState {
  let state: PipelineState = {
    detection,
    logsource: context.document.metadata.logsource,
    applied: new Set(),
  };
  for (const pipeline of context.pipelines.toSorted((a, b) => (a.priority ?? 0) - (b.priority ?? 0)))
    for (const item of pipeline.transformations) {
      if (!appliesToRule(item, state, context.document.metadata)) continue;
      const applied = item.id === undefined ? state.applied : new Set([...state.applied, item.id]);
      state = { ...transformed(state, { item, pipeline: pipeline.name, context }), applied };
    }
  return state;
}

/** The values of `%name%` that pipelines bring in their `vars`. */
export function placeholdersOf(pipelines: readonly Pipeline[]): Placeholders {
  const entries = pipelines.flatMap(pipeline => Object.entries(pipeline.vars ?? {}));
  return Object.fromEntries(entries.map(([name, value]) => [name, [value].flat().map(String)]));
}

export interface Step {
  readonly item: Transformation;
  readonly pipeline: string;
  readonly context: PipelineContext;
}

function transformed(state: PipelineState, step: Step): PipelineState {
  const { item, context } = step;
  switch (item.type) {
    case 'change_logsource':
      return {
        ...state,
        logsource: {
          category: item.category ?? '',
          product: item.product ?? '',
          service: item.service ?? '',
        },
      };
    case 'add_condition':
      return { ...state, detection: addedCondition(state.detection, item, context.report) };
    case 'rule_failure':
      context.report.error('rejected', item.message, { path: ['detection'] });
      return state;
    case 'value_placeholders':
      return state;
    default:
      return { ...state, detection: withChangedItems(state.detection, step) };
  }
}

function withChangedItems(detection: ParsedDetection, step: Step): ParsedDetection {
  const change = (line: DetectionItem): Detection | undefined =>
    appliesToItem(step.item, line) ? changedItem(line, step) : line;
  const selections = new Map<string, Detection>();
  for (const [name, selection] of detection.selections) {
    const changed = mapItems(selection, change);
    // A selection that lost all its lines asks nothing any more.
    selections.set(name, changed ?? { type: 'all', parts: [] });
  }
  return { ...detection, selections };
}
