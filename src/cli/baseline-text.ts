import type { Baseline, BaselineLine } from '../app/tuning/baseline-lines.ts';
import { linesOf } from '../app/tuning/baseline-lines.ts';
import { shortened, visible } from '../model/visible-text.ts';

interface Chosen {
  readonly feature?: string;
  readonly text?: string;
  readonly output: 'table' | 'json';
}

/** What was learned, a line for each value. */
export function baselineText(baseline: Baseline, { feature, text, output }: Chosen): string {
  const lines = linesOf(baseline).filter(
    line =>
      (feature === undefined || line.feature === feature) &&
      (text === undefined || line.context.includes(text) || line.value.includes(text)),
  );
  if (output === 'json') return JSON.stringify(lines, null, 2);
  const clusters = baseline.clusters.map(
    ({ cluster, from, until }) =>
      `${cluster === '' ? 'one cluster' : shown(cluster)}: ${time(from)} to ${time(until)}`,
  );
  const state = baseline.frozen ? 'frozen: nothing is added' : 'learning';
  return [`${state}; ${clusters.join('; ') || 'nothing learned yet'}`, ...lines.map(lineText)].join('\n');
}

const time = (milliseconds: number): string => new Date(milliseconds).toISOString();
const date = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
const shown = (text: string): string => shortened(visible(text), 160);

function lineText({ feature, context, value, times, days, first, last }: BaselineLine): string {
  const when = first === last ? `on ${date(first)}` : `on ${days} days from ${date(first)} to ${date(last)}`;
  return `${feature.padEnd(18)} ${shown(context).padEnd(48)} ${shown(value)}  ${times} times ${when}`;
}

/** Values that only one of them holds. */
export function baselineDiffText(before: Baseline, after: Baseline): string {
  const [olds, news] = [byKey(before), byKey(after)];
  const gone = [...olds].filter(([key]) => !news.has(key)).map(([, line]) => `- ${lineText(line)}`);
  const added = [...news].filter(([key]) => !olds.has(key)).map(([, line]) => `+ ${lineText(line)}`);
  const summary = `${added.length} values added, ${gone.length} gone, ${[...news.keys()].filter(key => olds.has(key)).length} in both`;
  return [summary, ...gone, ...added].join('\n');
}

const byKey = (baseline: Baseline): ReadonlyMap<string, BaselineLine> =>
  new Map(linesOf(baseline).map(line => [JSON.stringify([line.feature, line.context, line.value]), line]));
