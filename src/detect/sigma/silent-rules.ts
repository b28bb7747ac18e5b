import type { Json } from '../../model/json.ts';
import { fieldOf } from '../../model/json.ts';
import type { CorrelationRule, RuleDocument, SigmaRule } from '../rules/rule-document.ts';

/** Which rules give no signals of their own: those that correlations refer to, none of which says `generate: true`. */
export function silentRules(documents: readonly RuleDocument[]): (rule: SigmaRule) => boolean {
  const silent = new Set<string>();
  const generating = new Set<string>();
  for (const document of documents) {
    if (document.type !== 'sigma-correlation') continue;
    for (const reference of referencesOf(document))
      (generates(document) ? generating : silent).add(reference);
  }
  return ({ metadata }) => {
    const names = [metadata.id, metadata.name ?? ''].filter(name => name !== '');
    return names.some(name => silent.has(name)) && !names.some(name => generating.has(name));
  };
}

export function referencesOf({ correlation }: CorrelationRule): readonly string[] {
  const rules: Json | undefined = fieldOf(correlation, 'rules');
  if (typeof rules === 'string') return [rules];
  return Array.isArray(rules) ? rules.filter(rule => typeof rule === 'string') : [];
}

function generates({ body, correlation }: CorrelationRule): boolean {
  return [fieldOf(correlation, 'generate'), fieldOf(body, 'generate')].some(value => value === true);
}
