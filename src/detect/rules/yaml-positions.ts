import type { Document, LineCounter, Node } from 'yaml';
import { isAlias, isMap, isPair, isScalar, isSeq } from 'yaml';
import type { Position } from './problem.ts';
import type { RulePath, RulePositions } from './rule-document.ts';

/** A parsed YAML document with the text it came from. */
export interface PlacedYaml {
  readonly document: Document;
  readonly lines: LineCounter;
  readonly text: string;
}

/** Positions in a document made of several YAML documents (a rule collection): the first that has the path, else the first with most of it; of the whole, `home`. */
export function positionsIn(sources: readonly PlacedYaml[], home = sources[0]): RulePositions {
  const locate = (path: RulePath): Found => {
    if (path.length === 0 && home !== undefined) return find(home, path);
    let best: Found | undefined;
    for (const source of sources) {
      const found = find(source, path);
      if (best === undefined || found.depth > best.depth) best = found;
    }
    return best ?? { depth: 0, start: 0, node: undefined, source: undefined };
  };
  return {
    position: path => positionAt(locate(path).source, locate(path).start),
    valuePosition: (path, offset) => {
      const found = locate(path);
      if (offset !== undefined) return characterPosition(found, offset);
      return positionAt(found.source, found.node?.range?.[0] ?? found.start);
    },
  };
}

interface Found {
  /** How much of the path exists. */
  readonly depth: number;
  readonly start: number;
  readonly node: Node | undefined;
  readonly source: PlacedYaml | undefined;
}

function find(source: PlacedYaml, path: RulePath): Found {
  let node = resolved(source.document.contents, source.document);
  let start = node?.range?.[0] ?? source.document.range?.[0] ?? 0;
  for (const [depth, step] of path.entries()) {
    const next = child(node, step, source.document);
    if (next === undefined) return { depth, start, node, source };
    start = next.start;
    node = next.node;
  }
  return { depth: path.length, start, node, source };
}

function child(node: Node | undefined, step: string | number, document: Document) {
  if (isSeq(node) && typeof step === 'number') {
    const item = resolved(node.items[step], document);
    return item === undefined ? undefined : { start: item.range?.[0] ?? 0, node: item };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(item => isPair(item) && keyText(item.key) === String(step));
  if (pair === undefined) return undefined;
  const key = resolved(pair.key, document);
  const value = resolved(pair.value, document);
  return { start: key?.range?.[0] ?? value?.range?.[0] ?? 0, node: value };
}

function keyText(key: unknown): string {
  if (!isScalar(key)) return '';
  return key.value === null ? '' : String(key.value);
}

function resolved(value: unknown, document: Document): Node | undefined {
  if (isAlias(value)) return value.resolve(document);
  return isScalar(value) || isMap(value) || isSeq(value) ? value : undefined;
}

function positionAt(source: PlacedYaml | undefined, offset: number): Position {
  if (source === undefined) return { line: 1, column: 1 };
  const { line, col } = source.lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function characterPosition({ node, source, start }: Found, offset: number): Position {
  const nodeStart = node?.range?.[0] ?? start;
  if (source === undefined || !isScalar(node)) return positionAt(source, nodeStart);
  if (node.type === 'PLAIN') return positionAt(source, nodeStart + offset);
  if (node.type === 'QUOTE_SINGLE' || node.type === 'QUOTE_DOUBLE')
    return positionAt(source, nodeStart + 1 + offset);
  if (node.type === 'BLOCK_LITERAL' && typeof node.value === 'string')
    return blockPosition(source, nodeStart, node.value.slice(0, offset));
  return positionAt(source, nodeStart);
}

/** A block literal begins on the line after its header; each of its lines has the same indentation removed. */
function blockPosition(source: PlacedYaml, nodeStart: number, before: string): Position {
  const header = source.lines.linePos(nodeStart).line;
  const linesBefore = before.split('\n');
  const column = (linesBefore.at(-1) ?? '').length;
  const line = header + linesBefore.length;
  const lineStart = source.lines.lineStarts[line - 1] ?? nodeStart;
  const indentation = /^ */.exec(firstTextLine(source, header))?.[0].length ?? 0;
  return lineStart >= source.text.length
    ? positionAt(source, nodeStart)
    : { line, column: indentation + column + 1 };
}

function firstTextLine(source: PlacedYaml, header: number): string {
  for (let line = header; line < source.lines.lineStarts.length; line += 1) {
    const text = source.text.slice(source.lines.lineStarts[line], source.lines.lineStarts[line + 1]);
    if (text.trim() !== '') return text;
  }
  return '';
}
