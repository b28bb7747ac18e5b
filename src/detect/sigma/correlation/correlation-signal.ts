import type { Evidence, Signal } from '../../../model/signal.ts';
import { attackReferences } from '../attack-tags.ts';
import { shortened } from '../signal/asked.ts';
import { ruleId } from '../signal/signal.ts';
import type { Correlation } from './correlation.ts';
import type { Fire } from './evaluator.ts';
import type { FieldValue } from './occurrence.ts';
import { restoredActivity } from './stored-activity.ts';
import { thresholdText } from './threshold.ts';
import { timespanText } from './timespan.ts';
import { maxEvidence } from './watch.ts';

/** One signal for everything of one correlation that one event set off (in several groups, where a field is a list). */
export function correlationSignal(fires: readonly [Fire, ...Fire[]]): Signal {
  const [{ correlation, trigger }] = fires;
  const { metadata } = correlation.rule;
  return {
    detector: { type: 'sigma-correlation', id: ruleId(correlation.rule), title: metadata.title },
    severity: metadata.level ?? 'medium',
    attack: attackReferences(metadata.tags),
    reasons: [...new Set(fires.flatMap(reasonsOf))],
    evidence: evidenceOf(fires),
    workload: trigger.workload,
    activity: restoredActivity(trigger.activity),
    missing: [],
  };
}

function reasonsOf(fire: Fire): readonly string[] {
  const { correlation, verdict, groupValues } = fire;
  const within = `within ${timespanText(correlation.span)}`;
  const group = correlation.groupBy.map((name, index) => `${name} ${shown(groupValues[index])}`);
  const grouped = group.length === 0 ? '' : `, all with ${group.join(' and ')}`;
  return [
    `${measuredText(fire)} ${within}${grouped}`,
    ...sampleText(fire),
    stretchText(verdict.entries, verdict.events),
  ];
}

function measuredText({ correlation, verdict }: Fire): string {
  const { type, threshold, fields, percentile } = correlation;
  const number = verdict.measured === undefined ? '' : numberText(verdict.measured);
  const asked = `(asked: ${thresholdText(threshold)})`;
  const field = fields.join(' and ');
  switch (type) {
    case 'event_count':
      return `${number} ${number === '1' ? 'event' : 'events'} of ${titles(correlation, verdict.slots)} ${asked}`;
    case 'value_count':
      return `${number} different values of ${field} ${asked}`;
    case 'value_sum':
      return `the sum of ${field} is ${number} ${asked}`;
    case 'value_avg':
      return `the average of ${field} is ${number} ${asked}`;
    case 'value_percentile':
    case 'value_median':
      return `percentile ${percentile} of ${field} is ${number} ${asked}`;
    default:
      return temporalText(correlation, verdict.slots);
  }
}

function temporalText(correlation: Correlation, slots: readonly number[]): string {
  const { type, expression, alternatives = [] } = correlation;
  const matched = titles(correlation, slots);
  const order = type === 'temporal_ordered' && slots.length > 1 ? ' in this order' : '';
  if (expression === undefined)
    return `${slots.length} of ${correlation.slots.length} rules matched${order}: ${matched}`;
  const absence = alternatives.some(({ absent }) => absent.length > 0)
    ? ', judged when that time was over'
    : '';
  return `matched${order}: ${matched}, as asked by ${shortened(expression)}${absence},`;
}

function titles({ slots }: Correlation, places: readonly number[]): string {
  return places.map(place => `"${shortened(slots[place]?.source.metadata.title ?? '')}"`).join(', ');
}

function sampleText({ correlation, verdict: { sample, measured = 0 } }: Fire): readonly string[] {
  if (sample.length === 0) return [];
  const rest = measured - sample.length;
  const more = rest > 0 ? ` and ${rest} more` : '';
  return [`${correlation.fields.join(' and ')}: ${sample.map(shown).join(', ')}${more}`];
}

function stretchText(entries: readonly { readonly evidence: readonly Evidence[] }[], events: number): string {
  const times = entries.flatMap(({ evidence }) => evidence.map(({ time }) => time ?? ''));
  const [first = '', last = ''] = [times[0], times.at(-1)];
  const when = first === last ? `at ${first}` : `from ${first} to ${last}`;
  const left = events > entries.length ? `, the last ${entries.length} of which are shown` : '';
  return `${events} ${events === 1 ? 'event' : 'events'}${left}, ${when}`;
}

const shown = (value: FieldValue | undefined): string =>
  value?.hidden === true ? '(hidden)' : shortened(value?.text || '""');

/** Sums of decimal fractions end in rounding errors that nobody wants to read. */
const numberText = (number: number): string => String(Number(number.toPrecision(12)));

/** The latest, oldest first; the event that set it off is the last. */
function evidenceOf(fires: readonly [Fire, ...Fire[]]): readonly Evidence[] {
  const [{ trigger }] = fires;
  const last = trigger.evidence.slice(-1);
  const before = new Map(
    fires
      .flatMap(({ verdict }) => verdict.entries.flatMap(entry => entry.evidence))
      .map(evidence => [placeOf(evidence), evidence]),
  );
  for (const evidence of last) before.delete(placeOf(evidence));
  return [...[...before.values()].slice(-(maxEvidence - last.length)), ...last];
}

const placeOf = ({ source, file, line }: Evidence): string => JSON.stringify([source, file, line]);
