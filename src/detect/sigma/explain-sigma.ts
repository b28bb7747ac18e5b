import type { Activity } from '../../model/activity.ts';
import type { JsonObject } from '../../model/json.ts';
import { fieldOf, stringAt } from '../../model/json.ts';
import type { Explanation } from '../explanation.ts';
import type { CompiledRule } from './compile-rules.ts';
import { eventOf } from './event-of.ts';
import { sourceOfActivity, sourceText } from './log-source.ts';
import { isBodyField } from './match/rule-test.ts';
import type { Condition, Detection, DetectionItem } from './rule/detection.ts';
import { isEarly } from './rule-matcher.ts';
import { askedText } from './signal/asked.ts';
import { isHidden } from './signal/hidden.ts';
import { locatedValues, placeText } from './signal/located-values.ts';
import { valueText } from './signal/reasons.ts';

/** Which selection, field and value made a rule match; for an event that it does not match, where it stopped. */
export function explainSigma(rule: CompiledRule, activity: Activity): Explanation {
  const label = rule.document.metadata.title;
  const skipped = (detail: string): Explanation => ({
    label,
    outcome: 'not-evaluated',
    detail,
    children: [],
  });
  if (activity.type === 'manifest')
    return skipped('Sigma rules read what was logged, and this is a manifest');
  if (sourceOfActivity(activity) !== rule.source)
    return skipped(`the rule is for ${sourceText(rule.logsource)}, and this is something else`);
  const event = eventOf(activity);
  if (isEarly(event) && !rule.everyStage)
    return skipped('the stage is RequestReceived: the answer follows in another event with more fields');
  rule.load(event);
  const context = { rule, event, holds: (item: DetectionItem) => rule.items.get(item)?.() ?? false };
  const children = rule.detection.conditions.map(condition => ofCondition(condition, context));
  const outcome = children.some(child => child.outcome === true);
  const stopped = outcome ? undefined : stoppedAt(children);
  return { label, outcome, ...(stopped === undefined ? {} : { detail: `stopped at ${stopped}` }), children };
}

interface Context {
  readonly rule: CompiledRule;
  readonly event: JsonObject;
  readonly holds: (item: DetectionItem) => boolean;
}

function ofCondition(condition: Condition, context: Context): Explanation {
  switch (condition.type) {
    case 'selection':
      return ofSelection(condition.name, context);
    case 'not': {
      const child = ofCondition(condition.part, context);
      return { label: 'not', outcome: child.outcome !== true, children: [child] };
    }
    case 'of': {
      const children = condition.names.map(name => ofSelection(name, context));
      const wanted = condition.count === 'all' ? children.length : condition.count;
      const outcome = children.filter(child => child.outcome === true).length >= wanted;
      return { label: `${condition.count} of ${condition.pattern}`, outcome, children };
    }
    default: {
      const children = condition.parts.map(part => ofCondition(part, context));
      return { label: condition.type, outcome: combined(condition.type === 'and', children), children };
    }
  }
}

function combined(all: boolean, children: readonly Explanation[]): boolean {
  const holds = (child: Explanation) => child.outcome === true;
  return all ? children.every(holds) : children.some(holds);
}

function ofSelection(name: string, context: Context): Explanation {
  const selection = context.rule.detection.selections.get(name);
  if (selection === undefined) return { label: name, outcome: false, children: [] };
  const inner = ofDetection(selection, context);
  const children = selection.type === 'item' ? [inner] : inner.children;
  return { label: name, outcome: inner.outcome, children };
}

function ofDetection(detection: Detection, context: Context): Explanation {
  if (detection.type === 'item') return ofItem(detection, context);
  const children = detection.parts.map(part => ofDetection(part, context));
  const label = detection.type === 'all' ? 'all of' : 'any of';
  return { label, outcome: combined(detection.type === 'all', children), children };
}

function ofItem(item: DetectionItem, { event, holds }: Context): Explanation {
  return {
    label: `${nameOf(item)} ${askedText(item)}`,
    outcome: holds(item),
    ...(item.fields.length === 0 ? {} : { detail: foundText(item, event) }),
    children: [],
  };
}

function nameOf({ fields, mappedBy, writtenField }: DetectionItem): string {
  if (fields.length === 0) return 'any value';
  if (mappedBy === undefined) return fields.join(' or ');
  const rest = fields.length > 1 ? ` and ${fields.length - 1} more` : '';
  return `${writtenField} (by ${mappedBy}: ${fields[0] ?? ''}${rest})`;
}

const maxShown = 5;

function foundText({ fields }: DetectionItem, event: JsonObject): string {
  const found = fields.flatMap(field => locatedValues(event, field));
  if (found.length === 0) return absenceText(fields, event);
  const texts = found.slice(0, maxShown).map(({ place, value }) => {
    const text = isHidden(event, place) ? '(hidden)' : valueText(value);
    return `${placeText(place)} is ${text}`;
  });
  const rest = found.length - maxShown;
  return `${texts.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function absenceText(fields: readonly string[], event: JsonObject): string {
  const name = fields.length === 1 ? (fields[0] ?? '') : 'none of the fields';
  const absent = fields.length === 1 ? `${name} is absent` : `${name} is there`;
  const bodies = fields.filter(isBodyField).map(field => field.split('.')[0] ?? '');
  const hidden = bodies.length > 0 && bodies.every(body => fieldOf(event, body) === undefined);
  const level = stringAt(event, 'level') ?? 'unknown';
  return hidden
    ? `${absent}; the event has no ${[...new Set(bodies)].join(' and no ')} (level ${level})`
    : absent;
}

/** The first line that was in the way, in the order of the rule. */
function stoppedAt(children: readonly Explanation[]): string | undefined {
  for (const child of children) {
    const found = blocking(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

function blocking(node: Explanation): string | undefined {
  if (node.outcome === true) return undefined;
  if (node.label === 'not') return `not ${node.children[0]?.label ?? ''}`;
  if (node.children.length === 0)
    return node.detail === undefined ? node.label : `${node.label}: ${node.detail}`;
  const inner = stoppedAt(node.children);
  return inner === undefined ? node.label : inner;
}
