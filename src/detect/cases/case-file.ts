import type { Node } from 'yaml';
import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, listAt, objectAt, stringAt } from '../../model/json.ts';

/** One case of a rule's cases.yml. */
export interface RuleCase {
  readonly name: string;
  readonly expected: 'fire' | 'silent';
  readonly object?: JsonObject;
  /** Who made the object, and how: user, groups, userAgent, verb, code, ... */
  readonly as?: JsonObject;
  /** Whole audit events, in their order. */
  readonly events?: readonly JsonObject[];
  /** What an agent on a node wrote, each as one record of its format. */
  readonly records?: { readonly format: string; readonly texts: readonly string[] };
  /** Text that a reason must contain. */
  readonly reason?: string;
  readonly line: number;
}

interface CaseProblem {
  readonly line: number;
  readonly message: string;
}

interface CaseFile {
  readonly cases: readonly RuleCase[];
  readonly problems: readonly CaseProblem[];
}

const keys = new Set(['name', 'object', 'as', 'event', 'events', 'format', 'records', 'reason']);

/** Reads cases.yml: the lists `fire` and `silent`. Never throws. */
export function parseCaseFile(text: string): CaseFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const broken = document.errors.map(({ pos, message }) => ({ line: lines.linePos(pos[0]).line, message }));
  if (broken.length > 0) return { cases: [], problems: broken };
  const root: unknown = document.toJS({ maxAliasCount: 1_000 });
  const cases: RuleCase[] = [];
  const problems: CaseProblem[] = unknownLists(root);
  for (const expected of ['fire', 'silent'] as const) {
    for (const [index, item] of listAt(root, expected).entries()) {
      const line = lineOf(document.contents, [expected, index], lines);
      const { problem, read } = readCase(item, expected, line);
      if (problem !== undefined) problems.push({ line, message: problem });
      else if (read !== undefined) cases.push(read);
    }
  }
  return { cases, problems };
}

function unknownLists(root: unknown): CaseProblem[] {
  if (!isObject(root)) return [{ line: 1, message: 'there must be lists "fire" and "silent"' }];
  return Object.keys(root)
    .filter(key => (key !== 'fire' && key !== 'silent') || !Array.isArray(root[key]))
    .map(key => ({ line: 1, message: `"${key}" is not a list of cases: there are "fire" and "silent"` }));
}

function readCase(
  item: unknown,
  expected: RuleCase['expected'],
  line: number,
): { readonly problem?: string; readonly read?: RuleCase } {
  if (!isObject(item))
    return { problem: 'a case is an object with a name and an object, an event or events' };
  const unknown = Object.keys(item).find(key => !keys.has(key));
  if (unknown !== undefined) return { problem: `unknown key "${unknown}"` };
  const name = stringAt(item, 'name') ?? '';
  if (name === '') return { problem: 'a case needs a name' };
  const object = objectAt(item, 'object');
  const events = eventsOf(item);
  const records = recordsOf(item);
  if ([object, events, records].filter(each => each !== undefined).length !== 1)
    return { problem: 'a case needs either an object or events, or records of a format' };
  const as = objectAt(item, 'as');
  const reason = stringAt(item, 'reason');
  return {
    read: {
      name,
      expected,
      line,
      ...(object && { object }),
      ...(as && { as }),
      ...(events && { events }),
      ...(records && { records }),
      ...(reason !== undefined && { reason }),
    },
  };
}

function eventsOf(item: JsonObject): readonly JsonObject[] | undefined {
  const event = objectAt(item, 'event');
  if (event !== undefined) return [event];
  return fieldOf(item, 'events') === undefined ? undefined : listAt(item, 'events').filter(isObject);
}

/** Objects become lines of JSON. */
function recordsOf(item: JsonObject): RuleCase['records'] {
  const format = stringAt(item, 'format');
  if (format === undefined) return undefined;
  return {
    format,
    texts: listAt(item, 'records').map(each => (typeof each === 'string' ? each : JSON.stringify(each))),
  };
}

function lineOf(contents: Node | null, [list, index]: readonly [string, number], lines: LineCounter): number {
  if (!isMap(contents)) return 1;
  const pair = contents.items.find(each => isPair(each) && isScalar(each.key) && each.key.value === list);
  const item: unknown = isSeq(pair?.value) ? pair.value.items[index] : undefined;
  const range: unknown =
    typeof item === 'object' && item !== null && 'range' in item ? item.range : undefined;
  const start: unknown = Array.isArray(range) ? range[0] : undefined;
  return typeof start === 'number' ? lines.linePos(start).line : 1;
}
