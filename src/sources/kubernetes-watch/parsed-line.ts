import type { Json } from '../../model/json.ts';

/** null for what is no JSON: a connection may break within a line. */
export function parsedLine(text: string): Json {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}
