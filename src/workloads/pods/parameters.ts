import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, listAt, stringAt } from '../../model/json.ts';

/** A text with its gaps filled in from the parameters of the same object: once, or once for each of the first values. */
export type Fill = (text: string) => readonly string[];

const limits = { nodes: 20_000, depth: 24, names: 500, values: 4, text: 32_768 } as const;

/** `{{workflow.parameters.x}}`, `{{inputs.parameters.x}}` of Argo; `$(params.x)`, `$(params["x"])`, `$(tt.params.x)` of Tekton. */
const gap =
  /\{\{\s*=?\s*(?:workflow|inputs)\.parameters\.([\w.-]+)\s*\}\}|\$\((?:inputs\.|tt\.)?params(?:\.([\w.-]+?)|\[["']([^"'\]]{1,200})["']\])(?:\[\*\])?\)/g;

/** Values and defaults that the object itself gives to its parameters. What it gets from elsewhere leaves its gap. */
export function parametersOf(object: JsonObject): Fill {
  let values: ReadonlyMap<string, readonly string[]> | undefined;
  return text => {
    if (!text.includes('{{') && !text.includes('$(')) return [text];
    values ??= collect(object);
    return values.size === 0 ? [text] : filled(text, values);
  };
}

function filled(text: string, values: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const texts = new Set<string>();
  for (let turn = 0; turn < limits.values; turn += 1) {
    texts.add(
      text
        .replace(gap, (whole, ...names) => {
          const known = values.get(String(names.slice(0, 3).find(name => name !== undefined)));
          return known?.[turn] ?? known?.at(-1) ?? whole;
        })
        .slice(0, limits.text),
    );
  }
  return [...texts];
}

function collect(object: JsonObject): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  let left: number = limits.nodes;
  const visit = (value: Json | undefined, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > limits.depth) return;
    left -= 1;
    if (left < 0) return;
    for (const key of ['parameters', 'params']) for (const item of listAt(value, key)) note(values, item);
    const members = isObject(value) ? Object.keys(value).map(key => value[key]) : value;
    for (const member of members) visit(member, depth + 1);
  };
  visit(fieldOf(object, 'spec'), 0);
  return values;
}

function note(values: Map<string, string[]>, parameter: Json): void {
  const name = stringAt(parameter, 'name');
  if (name === undefined) return;
  for (const value of [fieldOf(parameter, 'value'), fieldOf(parameter, 'default')]) {
    const text = textOf(value);
    const known = values.get(name) ?? [];
    if (text === undefined || known.includes(text) || known.length >= limits.values) continue;
    if (values.size < limits.names) values.set(name, [...known, text]);
  }
}

/** A value that only passes on another parameter fills nothing. */
function textOf(value: Json | undefined): string | undefined {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.filter(item => typeof item === 'string').join(' ');
  if (typeof value !== 'string') return undefined;
  return /^\s*(?:\{\{[^{}]*\}\}|\$\([^()]*\))\s*$/.test(value) ? undefined : value;
}
