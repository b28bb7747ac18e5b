import type { JsonObject } from '../../model/json.ts';
import { isObject, listAt, objectAt, stringAt, stringsAt } from '../../model/json.ts';

export type Labels = ReadonlyMap<string, string>;

/** metav1.LabelSelector, or the plain map of a ReplicationController. */
export interface LabelSelector {
  readonly labels: Labels;
  readonly expressions: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values: readonly string[];
  }[];
}

const most = 64;

export function readLabels(labels: JsonObject | undefined): Labels {
  const entries = Object.entries(labels ?? {}).slice(0, most);
  return new Map(
    entries.flatMap(([key, value]) => (typeof value === 'string' ? [[key, value] as const] : [])),
  );
}

/** undefined: it selects nothing, or (an empty one) says nothing of whose pods it wants. */
export function readSelector(spec: JsonObject | undefined): LabelSelector | undefined {
  const selector = objectAt(spec, 'selector');
  if (selector === undefined) return undefined;
  const isPlain =
    objectAt(selector, 'matchLabels') === undefined && !Array.isArray(selector['matchExpressions']);
  const labels = readLabels(isPlain ? selector : objectAt(selector, 'matchLabels'));
  const expressions = listAt(selector, 'matchExpressions')
    .filter(isObject)
    .slice(0, most)
    .map(expression => ({
      key: stringAt(expression, 'key') ?? '',
      operator: stringAt(expression, 'operator') ?? '',
      values: stringsAt(expression, 'values'),
    }));
  return labels.size + expressions.length === 0 ? undefined : { labels, expressions };
}

export function matches({ labels, expressions }: LabelSelector, found: Labels): boolean {
  for (const [key, value] of labels) if (found.get(key) !== value) return false;
  return expressions.every(({ key, operator, values }) => {
    const value = found.get(key);
    if (operator === 'In') return value !== undefined && values.includes(value);
    if (operator === 'NotIn') return value === undefined || !values.includes(value);
    return operator === 'Exists' ? value !== undefined : operator === 'DoesNotExist' && value === undefined;
  });
}
