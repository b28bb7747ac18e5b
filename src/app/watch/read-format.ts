import type { FormatName } from '../../formats/format-options.ts';
import type { Result } from '../../model/result.ts';
import { fail, succeed } from '../../model/result.ts';
import { parts } from '../parts.ts';

/** The `format` of a source. An error is a sentence for the user. */
export function readFormat(
  values: ReadonlyMap<string, string>,
): Result<{ readonly format?: FormatName }, string> {
  const format = values.get('format');
  if (format === undefined) return succeed({});
  const known = parts.formats.find(name => name === format);
  return known === undefined
    ? fail(`format "${format}" is none of ${parts.formats.join(', ')}`)
    : succeed({ format: known });
}
