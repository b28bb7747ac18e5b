import type { Json } from '../../../model/json.ts';
import { typeName } from '../../rules/metadata.ts';
import type { Reporter } from '../../rules/reporter.ts';
import type { RulePath } from '../../rules/rule-document.ts';
import type { Reference } from './correlation.ts';

/** A text, or a list of texts. */
export function namesIn(value: Json, path: RulePath, report: Reporter): readonly Reference[] {
  if (typeof value === 'string' && value !== '') return [{ text: value, path }];
  if (!Array.isArray(value)) {
    wrongType(report, { path, wanted: 'a name or a list of names', value });
    return [];
  }
  const names: Reference[] = [];
  for (const [index, item] of value.entries()) {
    const place = [...path, index];
    if (typeof item === 'string' && item !== '') names.push({ text: item, path: place });
    else wrongType(report, { path: place, wanted: 'a name', value: item });
  }
  return names;
}

export function wrongType(
  report: Reporter,
  { path, wanted, value }: { readonly path: RulePath; readonly wanted: string; readonly value: Json },
): void {
  const key = path.findLast(step => typeof step === 'string') ?? '';
  const found = value === '' ? 'an empty text' : typeName(value);
  report.error('wrong-type', `${key} must be ${wanted}, not ${found}`, { path, at: 'value' });
}
