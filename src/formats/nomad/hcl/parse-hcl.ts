import type { Json } from '../../../model/json.ts';
import type { RefusalReason } from '../../../model/refusal.ts';
import type { Result } from '../../../model/result.ts';
import { fail, succeed } from '../../../model/result.ts';
import type { Cursor } from './cursor.ts';
import { fault, isFault, lineAt, skipSpace, take } from './cursor.ts';
import { takeText } from './strings.ts';
import { deepest, takeValue } from './values.ts';

/** A body of HCL: attributes and blocks. https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md */
export interface HclBody {
  readonly attributes: ReadonlyMap<string, Json>;
  readonly blocks: readonly HclBlock[];
}

export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: HclBody;
  /** 1-based. */
  readonly line: number;
}

export interface HclFile {
  readonly body: HclBody;
  /** Expressions that are kept as text, with their lines. */
  readonly unevaluated: readonly string[];
}

export interface HclProblem {
  readonly reason: RefusalReason;
  readonly detail: string;
  readonly line: number;
}

/** Far more than Nomad takes as a job, which it keeps in one entry of its log. */
const longest = 2 * 1024 * 1024;

/**
 * Reads HCL as far as Nomad's job files need it: blocks, attributes, texts, heredocs, numbers, lists, maps and comments.
 * Variables, functions, conditions and loops are not evaluated: they stay text, and are named.
 */
export function parseHcl(text: string): Result<HclFile, HclProblem> {
  const cursor: Cursor = { text, at: 0, unevaluated: [], counted: { at: 0, line: 1 } };
  if (text.length > longest)
    return fail({ reason: 'too-long', detail: `HCL of more than ${longest} characters`, line: 1 });
  try {
    return succeed({ body: takeBody(cursor, 0), unevaluated: cursor.unevaluated });
  } catch (thrown) {
    if (!isFault(thrown)) throw thrown;
    return fail({
      reason: thrown.reason,
      detail: thrown.detail,
      line: lineAt({ ...cursor, counted: { at: 0, line: 1 } }, thrown.at),
    });
  }
}

/** To the end of the text, or, inside of a block, to its closing brace. */
function takeBody(cursor: Cursor, depth: number): HclBody {
  if (depth > deepest) throw fault('too-deep', `nested deeper than ${deepest}`, cursor.at);
  const attributes = new Map<string, Json>();
  const blocks: HclBlock[] = [];
  for (;;) {
    skipSpace(cursor, true);
    if (cursor.at >= cursor.text.length) {
      if (depth > 0) throw fault('cut-off', 'a block that does not end', cursor.at);
      return { attributes, blocks };
    }
    if (depth > 0 && take(cursor, /\}/y) !== undefined) return { attributes, blocks };
    takeItem(cursor, depth, { attributes, blocks });
  }
}

interface Taking {
  readonly attributes: Map<string, Json>;
  readonly blocks: HclBlock[];
}

function takeItem(cursor: Cursor, depth: number, into: Taking): void {
  const start = cursor.at;
  const name = takeText(cursor) ?? take(cursor, /[\p{ID_Start}_][\p{ID_Continue}-]*/uy);
  if (name === undefined) throw unexpected(cursor);
  skipSpace(cursor, false);
  if (take(cursor, /=(?!=)|:/y) !== undefined) {
    skipSpace(cursor, false);
    into.attributes.set(name, takeValue(cursor, depth + 1));
    skipSpace(cursor, false);
    take(cursor, /,/y);
    return;
  }
  const labels = takeLabels(cursor);
  if (take(cursor, /\{/y) === undefined) throw unexpected(cursor);
  const line = depth === 0 ? lineAt(cursor, start) : 1;
  const known = cursor.unevaluated.length;
  into.blocks.push({ type: name, labels, body: takeBody(cursor, depth + 1), line });
  // Beside the job there are only variables and locals: what they are made of is no gap in it.
  if (depth === 0 && name !== 'job') cursor.unevaluated.length = known;
}

function takeLabels(cursor: Cursor): readonly string[] {
  const labels: string[] = [];
  while (labels.length < 8) {
    const label = takeText(cursor) ?? take(cursor, /[A-Za-z_][\w-]*/y);
    if (label === undefined) break;
    labels.push(label);
    skipSpace(cursor, false);
  }
  return labels;
}

function unexpected(cursor: Cursor): unknown {
  if (cursor.at >= cursor.text.length) return fault('cut-off', 'HCL that ends in the middle', cursor.at);
  const found = JSON.stringify(cursor.text.slice(cursor.at, cursor.at + 20));
  return fault('unknown-format', `HCL that cannot be read at ${found}`, cursor.at);
}
