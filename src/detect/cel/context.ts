import type { LineageFacts } from '../../lineage/facts/lineage-facts.ts';
import { noFacts } from '../../lineage/facts/lineage-facts.ts';
import type { Json } from '../../model/json.ts';
import { isObject } from '../../model/json.ts';
import { celListOf, celMapOf } from './cel-engine.ts';
import type { ComparedChange } from './differences.ts';
import type { CelData, Scope } from './expression.ts';

const limits = { nodes: 50_000, depth: 64 } as const;

/**
 * The variables of own rules. The raw objects and what changed are converted only if a rule names them; so is each field of `lineage`, as
 * `lineage.owner`.
 */
export function scopeOf(change: ComparedChange, named: ReadonlySet<string>): Scope {
  const scope = new Map<string, CelData>([
    ['change', typed(change.change)],
    ['actor', typed(change.actor)],
    ['workload', typed(change.workload)],
  ]);
  if (named.has('object')) scope.set('object', rawValue(change.object));
  if (named.has('oldObject')) scope.set('oldObject', rawValue(change.oldObject));
  if (named.has('changes')) scope.set('changes', typed(change.changes));
  if (named.has('lineage')) scope.set('lineage', typed(namedFacts(change.lineage, named)));
  return scope;
}

/** Each fact is found out only if a rule names it. */
function namedFacts(facts: LineageFacts, named: ReadonlySet<string>): { readonly [field: string]: unknown } {
  const fields = Object.keys(facts).filter(isFact);
  return Object.fromEntries(
    fields.filter(field => named.has(`lineage.${field}`)).map(field => [field, facts[field]] as const),
  );
}

const isFact = (field: string): field is keyof LineageFacts => Object.hasOwn(noFacts, field);

/** Values of exact types: whole numbers are CEL integers. */
function typed(value: unknown): CelData {
  if (typeof value === 'number') return BigInt(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return celListOf(value.map(typed));
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return celMapOf(entries.map(([key, item]) => [String(key), typed(item)] as const));
}

/** JSON as Kubernetes' own CEL sees it: whole numbers are integers. What lies beyond the limits is left out. */
function rawValue(value: Json): CelData {
  let left: number = limits.nodes;
  const convert = (json: Json | undefined, depth: number): CelData => {
    left -= 1;
    if (json === undefined || left < 0 || depth > limits.depth) return null;
    if (typeof json === 'number') return Number.isSafeInteger(json) ? BigInt(json) : json;
    if (isObject(json)) {
      return celMapOf(Object.keys(json).map(key => [key, convert(json[key], depth + 1)] as const));
    }
    return Array.isArray(json) ? celListOf(json.map(item => convert(item, depth + 1))) : json;
  };
  return convert(value, 0);
}
