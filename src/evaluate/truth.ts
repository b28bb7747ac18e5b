import { z } from 'zod';
import type { Result } from '../model/result.ts';
import { fail, succeed } from '../model/result.ts';

/** How an attacker goes about it: `quiet` ones live off what the cluster already has and does. */
const styles = ['loud', 'quiet'] as const;
export type Style = (typeof styles)[number];

/** A line of truth.jsonl: a request that a player made, or something that shows in the log without one. */
export interface TruthLine {
  /** Absent where no request shows it: then it is found by its object. */
  readonly auditID?: string | undefined;
  readonly label: 'benign' | 'benign-hard' | 'malicious';
  readonly scenario: string;
  readonly actor: string;
  readonly verb: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** RFC 3339 */
  readonly time: string;
  readonly note: string;
  /** Of malicious ones; `loud` where it is not said. */
  readonly style?: Style | undefined;
  /** What the catalogue calls this kind of attack; the scenario itself where it is not said. */
  readonly family?: string | undefined;
}

const text = z.string().default('');

const line: z.ZodType<TruthLine> = z.object({
  auditID: z.string().min(1).optional(),
  label: z.enum(['benign', 'benign-hard', 'malicious']),
  scenario: text,
  actor: text,
  verb: text,
  kind: text,
  namespace: text,
  name: text,
  time: text,
  note: text,
  style: z.enum(styles).optional(),
  family: z.string().optional(),
});

/** Reads truth.jsonl; an error is a sentence with the number of the first line that is wrong. */
export function readTruth(lines: string): Result<readonly TruthLine[], string> {
  const truth: TruthLine[] = [];
  for (const [index, each] of lines.split('\n').entries()) {
    if (each.trim() === '') continue;
    const read = line.safeParse(parsed(each));
    if (!read.success) return fail(`line ${index + 1}: ${z.prettifyError(read.error).replaceAll('\n', ' ')}`);
    if (read.data.label === 'malicious' && Number.isNaN(Date.parse(read.data.time)))
      return fail(`line ${index + 1}: a malicious request needs its time`);
    truth.push(read.data);
  }
  return succeed(truth);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
