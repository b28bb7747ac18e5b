import type { Json, JsonObject } from '../../model/json.ts';
import { isObject } from '../../model/json.ts';
import { parseJson } from '../envelope/texts.ts';
import { contentsOf } from '../wrapped/schema.ts';

/** OpenTelemetry's export alone has seven levels. */
const deepest = 12;

/** The objects of one format in what collectors made of them: as they are, in lists, as text of a field. */
export function findCarried(
  value: Json,
  isMine: (value: JsonObject) => boolean,
  depth = 0,
): readonly JsonObject[] {
  if (depth > deepest) return [];
  if (typeof value === 'string') return inText(value, isMine, depth);
  if (Array.isArray(value)) return value.flatMap(item => findCarried(item, isMine, depth + 1));
  if (!isObject(value)) return [];
  if (isMine(value)) return [value];
  for (const content of contentsOf(value)) {
    const found = findCarried(content, isMine, depth + 1);
    if (found.length > 0) return found;
  }
  return [];
}

function inText(text: string, isMine: (value: JsonObject) => boolean, depth: number): readonly JsonObject[] {
  const start = text.trimStart();
  if (!start.startsWith('{') && !start.startsWith('[')) return [];
  const parsed = parseJson(text);
  return parsed.ok && typeof parsed.value === 'object' ? findCarried(parsed.value, isMine, depth + 1) : [];
}
