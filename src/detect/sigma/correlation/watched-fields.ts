import type { RuleDocument, SigmaRule } from '../../rules/rule-document.ts';
import type { Correlation } from './correlation.ts';
import type { WatchedFields, WatchedRule } from './read-occurrence.ts';

/**
 * The fields to remember of each rule's events: those that its correlations ask for and, as a correlation passes the fields
 * of its last event on, those that are asked of the correlation itself.
 */
export function watchedFields(
  correlations: readonly Correlation[],
  mapField: (rule: SigmaRule, field: string) => readonly string[],
): WatchedFields {
  const wanted = new Map<RuleDocument, Set<string>>();
  for (const { rule, slots } of correlations.toReversed()) {
    for (const { source, groupFields, valueFields } of slots) {
      const names = wanted.get(source) ?? new Set();
      for (const name of [...groupFields, ...valueFields, ...(wanted.get(rule) ?? [])]) names.add(name);
      wanted.set(source, names);
    }
  }
  const fields = new Map<SigmaRule, WatchedRule>();
  for (const [rule, wantedNames] of wanted) {
    if (rule.type !== 'sigma') continue;
    const names = [...wantedNames];
    fields.set(rule, { names, places: names.map(name => mapField(rule, name)) });
  }
  return fields;
}
