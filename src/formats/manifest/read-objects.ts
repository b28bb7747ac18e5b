import type { Json, JsonObject } from '../../model/json.ts';
import { isObject } from '../../model/json.ts';
import type { RefusalReason } from '../../model/refusal.ts';
import { describe } from '../envelope/opened.ts';
import { parseJson } from '../envelope/texts.ts';
import type { YamlValue } from './parse-yaml.ts';
import { parseYaml } from './parse-yaml.ts';
import { isKubernetesObject, readItems, typedItem } from './schema.ts';

/** A Kubernetes object, or what was there instead, with its line within the text. */
export type Found =
  | { readonly object: JsonObject; readonly line: number }
  | { readonly reason: RefusalReason; readonly detail: string; readonly line: number };

/** The Kubernetes objects of one document, JSON or YAML; those of a List one by one. */
export function readObjects(text: string): readonly Found[] {
  if (/^\s*[{[]/.test(text)) {
    const parsed = parseJson(text);
    if (parsed.ok) return objectsIn({ value: parsed.value, line: 1, itemLines: [] }, 0);
  }
  return parseYaml(text).flatMap(result => {
    if (result.ok) return objectsIn(result.value, 0);
    return [asTemplate(text) ?? result.error];
  });
}

const deepestList = 4;

function objectsIn({ value, line, itemLines }: YamlValue, depth: number): readonly Found[] {
  if (Array.isArray(value)) return eachOf(value, { line, itemLines }, depth);
  if (!isKubernetesObject(value)) return [{ reason: 'not-a-manifest', detail: describeMissing(value), line }];
  const items = readItems(value);
  if (items === undefined) return [{ object: value, line }];
  return eachOf(
    items.map(item => typedItem(value, item)),
    { line, itemLines },
    depth,
  );
}

function eachOf(
  values: readonly Json[],
  { line, itemLines }: Pick<YamlValue, 'line' | 'itemLines'>,
  depth: number,
): readonly Found[] {
  if (depth >= deepestList) return [{ reason: 'too-deep', detail: 'lists in lists', line }];
  return values.flatMap((value, index) =>
    objectsIn({ value, line: itemLines[index] ?? line, itemLines: [] }, depth + 1),
  );
}

function describeMissing(value: Json): string {
  if (!isObject(value)) return describe(value);
  return `${describe(value)}, but without apiVersion and kind`;
}

/** What is no YAML because it is still a template says so, instead of where a bracket is missing. */
function asTemplate(text: string): Found | undefined {
  const at = text.indexOf('{{');
  if (at < 0) return undefined;
  const line = text.slice(0, at).split('\n').length;
  return { reason: 'not-rendered', detail: 'a Helm template: give the output of `helm template`', line };
}
