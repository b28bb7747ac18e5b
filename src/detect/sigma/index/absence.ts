import type { Condition, Detection, ParsedDetection } from '../rule/detection.ts';
import type { Needs } from './needs.ts';

/** What an event must have where this part of a condition must not hold; undefined: nothing that the head tells. */
export function needsOfAbsence(part: Condition, { selections }: ParsedDetection): Needs | undefined {
  const selection = part.type === 'selection' ? selections.get(part.name) : undefined;
  return selection !== undefined && asksForSubresource(selection) ? [{ subresource: none }] : undefined;
}

const none = { test: (text: string): boolean => text === '', equals: [''] };

function asksForSubresource(detection: Detection): boolean {
  if (detection.type !== 'item')
    return detection.parts.length === 1 && detection.parts.every(asksForSubresource);
  const { fields, values, negated } = detection;
  const isAsked = fields.length === 1 && fields[0] === 'objectRef.subresource' && !negated;
  return isAsked && values.length === 1 && values.every(value => value.type === 'exists' && value.exists);
}
