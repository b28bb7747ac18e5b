import type { Document, DocumentOptions, ParseOptions, SchemaOptions, Tags } from 'yaml';
import { isMap, isNode, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml';
import type { Json } from '../../model/json.ts';
import type { RefusalReason } from '../../model/refusal.ts';
import type { Result } from '../../model/result.ts';
import { fail, succeed } from '../../model/result.ts';
import { maxDepth } from '../too-deep.ts';

export interface YamlValue {
  readonly value: Json;
  /** 1-based line within the text. */
  readonly line: number;
  /** The lines on which the items of a top-level `items` begin. */
  readonly itemLines: readonly number[];
  /** Where the key that was asked for holds an object: the lines on which its members begin. */
  readonly keyLines?: ReadonlyMap<string, number>;
}

export interface YamlFault {
  readonly reason: RefusalReason;
  readonly detail: string;
  readonly line: number;
}

/**
 * YAML as the API server and kubectl read it (sigs.k8s.io/yaml, which is YAML 1.1 with Go's exceptions): `yes` and `on` are
 * true, 0644 is octal, but a date and `22:22` are text; the last of two equal keys wins.
 */
const options: ParseOptions & DocumentOptions & SchemaOptions = {
  version: '1.1',
  merge: true,
  uniqueKeys: false,
  stringKeys: true,
  customTags: tags => tags.filter(isPlainTag),
};

const foreignTags = /:(?:timestamp|binary|omap|pairs|set)$/;

function isPlainTag(tag: Tags[number]): boolean {
  return (
    typeof tag === 'string' || (!('format' in tag && tag.format === 'TIME') && !foreignTags.test(tag.tag))
  );
}

/** How often aliases may repeat a node, nested ones multiplied: far more than a person writes, far less than a bomb needs. */
const maxAliasCount = 10_000;

/** The values of a text: one, or several where `...` parts them. Empty documents are none. Never throws. */
export function parseYaml(text: string, key = 'items'): readonly Result<YamlValue, YamlFault>[] {
  const lines = new LineCounter();
  try {
    const documents = parseAllDocuments(text, { ...options, lineCounter: lines });
    return Array.isArray(documents) ? documents.flatMap(document => readDocument(document, lines, key)) : [];
  } catch (error) {
    return [fail({ ...faultOf(error), line: 1 })];
  }
}

function readDocument(
  document: Document.Parsed,
  lines: LineCounter,
  key: string,
): readonly Result<YamlValue, YamlFault>[] {
  const [error] = document.errors;
  if (error !== undefined) {
    const deep = error.code === 'RESOURCE_EXHAUSTION';
    const [message = ''] = error.message.split('\n', 1);
    const detail = message.replace(/ at line \d+, column \d+:$/, '').slice(0, 120);
    return [fail({ reason: deep ? 'too-deep' : 'not-yaml', detail, line: error.linePos?.[0].line ?? 1 })];
  }
  const contents = document.contents;
  if (contents === null) return [];
  const line = lines.linePos(contents.range[0]).line;
  try {
    const value: Json = document.toJS({ maxAliasCount });
    if (isDeeper(value, maxDepth, new Map())) return [fail({ ...tooDeep, line })];
    if (value === null) return [];
    const inner = isMap(contents) ? contents.get(key, true) : undefined;
    return [
      succeed({ value, line, itemLines: itemLinesOf(inner, lines), keyLines: keyLinesOf(inner, lines) }),
    ];
  } catch (thrown) {
    return [fail({ ...faultOf(thrown), line })];
  }
}

const tooDeep: Omit<YamlFault, 'line'> = { reason: 'too-deep', detail: `nested deeper than ${maxDepth}` };

/** A chain of aliases nests without brackets. `seen` has the depth that was left when a node was last gone into. */
function isDeeper(value: Json, left: number, seen: Map<object, number>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (left === 0) return true;
  if ((seen.get(value) ?? Number.POSITIVE_INFINITY) <= left) return false;
  seen.set(value, left);
  return Object.values(value).some(child => child !== undefined && isDeeper(child, left - 1, seen));
}

function faultOf(error: unknown): Omit<YamlFault, 'line'> {
  if (error instanceof RangeError) return tooDeep;
  const detail = error instanceof Error ? error.message.slice(0, 120) : '';
  return { reason: /alias count/i.test(detail) ? 'expands-too-far' : 'not-yaml', detail };
}

function itemLinesOf(items: unknown, lines: LineCounter): readonly number[] {
  if (!isSeq(items)) return [];
  return items.items.map(item => (isNode(item) && item.range ? lines.linePos(item.range[0]).line : 1));
}

function keyLinesOf(members: unknown, lines: LineCounter): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { key } of isMap(members) ? members.items : [])
    if (isScalar(key) && key.range) found.set(String(key.value), lines.linePos(key.range[0]).line);
  return found;
}
