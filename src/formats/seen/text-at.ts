import type { JsonObject } from '../../model/json.ts';
import { fieldOf } from '../../model/json.ts';

/** A text or a number as text; `""` for null, `<NA>` and what is absent. */
export function textAt(object: JsonObject | undefined, key: string): string {
  const found = fieldOf(object, key);
  if (typeof found === 'number') return String(found);
  return typeof found === 'string' && found !== '<NA>' ? found : '';
}
