import { z } from 'zod';
import type { Result } from '../../../model/result.ts';
import { fail, succeed } from '../../../model/result.ts';
import type { Addition } from '../counts/counts.ts';
import type { Baseline } from './baseline.ts';

const schemaName = 'watchbill-baseline/1';

/** The first line of the file. */
const header = z.strictObject({
  schema: z.literal(schemaName),
  frozen: z.boolean(),
  clusters: z.array(
    z.strictObject({ cluster: z.string(), from: z.number(), until: z.number(), trusted: z.boolean() }),
  ),
});

/** Every other line: day, feature, context, value; weight, times, bits, who. */
const line = z.strictObject({
  d: z.int(),
  f: z.string(),
  c: z.string(),
  v: z.string(),
  w: z.number().nonnegative(),
  n: z.int().nonnegative(),
  b: z.number(),
  a: z.array(z.string()),
});

/** A line of JSON for each day, feature, context and value. */
export function baselineText({ frozen, clusters, additions }: Baseline): string {
  const first = JSON.stringify({ schema: schemaName, frozen, clusters });
  return `${[first, ...additions.map(lineText)].join('\n')}\n`;
}

function lineText({
  day: d,
  feature: f,
  context: c,
  value: v,
  weight,
  times: n,
  bits,
  actors: a,
}: Addition): string {
  return JSON.stringify({ d, f, c, v, w: rounded(weight), n, b: rounded(bits), a });
}

const rounded = (number: number): number => Math.round(number * 1_000) / 1_000;

/** An error is a sentence that names the line. */
export function readBaseline(text: string): Result<Baseline, string> {
  const [first = '', ...rest] = text.split('\n').filter(one => one !== '');
  const about = header.safeParse(json(first));
  if (!about.success) return fail(`line 1: this is no baseline of the form ${schemaName}`);
  const additions: Addition[] = [];
  for (const [index, one] of rest.entries()) {
    const read = line.safeParse(json(one));
    if (!read.success) return fail(`line ${index + 2}: no day, feature, context, value and counts`);
    const { d: day, f: feature, c: context, v: value, w: weight, n: times, b: bits, a: actors } = read.data;
    additions.push({ day, feature, context, value, weight, times, bits, actors });
  }
  return succeed({ frozen: about.data.frozen, clusters: about.data.clusters, additions });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const baselineJsonSchema = () => ({
  ...z.toJSONSchema(z.union([header, line])),
  title: 'A line of a Watchbill baseline',
});
