import type { JsonObject } from '../../../model/json.ts';
import { fieldOf, objectAt, stringAt } from '../../../model/json.ts';
import { valueAt } from '../edit.ts';

/** Does the selector choose it: undefined where that is not known. */
export type Chosen = boolean | undefined;

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors */
export function matchesLabels(object: JsonObject, selector: string): Chosen {
  const labels = objectAt(objectAt(object, 'metadata'), 'labels') ?? {};
  return every(requirements(selector), requirement => matchesLabel(labels, requirement));
}

/** Fields of the status are not known: they change without a request that is looked at. */
export function matchesFields(object: JsonObject, selector: string): Chosen {
  return every(requirements(selector), requirement => matchesField(object, requirement));
}

function every(parts: readonly string[], test: (part: string) => Chosen): Chosen {
  const results = parts.map(test);
  if (results.includes(false)) return false;
  return results.includes(undefined) ? undefined : true;
}

/** Commas in brackets separate values, not requirements. */
function requirements(selector: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let open = false;
  for (let index = 0; index <= selector.length; index += 1) {
    const character = selector.charAt(index);
    if (character === '(' || character === ')') open = character === '(';
    if (index < selector.length && (character !== ',' || open)) continue;
    parts.push(selector.slice(start, index).trim());
    start = index + 1;
  }
  return parts.filter(part => part !== '');
}

function matchesLabel(labels: JsonObject, requirement: string): Chosen {
  const set = /^([^\s!=<>(),]+)\s+(in|notin)\s*\(([^()]*)\)$/.exec(requirement);
  if (set !== null) {
    const [, key = '', operator, list = ''] = set;
    const value = stringAt(labels, key);
    const listed = value !== undefined && list.split(',').some(each => each.trim() === value);
    return operator === 'in' ? listed : !listed;
  }
  const equal = /^([^\s!=<>(),]+)\s*(==|=|!=)\s*([^\s!=<>(),]*)$/.exec(requirement);
  if (equal !== null) {
    const [, key = '', operator, value = ''] = equal;
    return (stringAt(labels, key) === value) === (operator !== '!=');
  }
  const bound = /^([^\s!=<>(),]+)\s*([<>])\s*(-?\d+)$/.exec(requirement);
  if (bound !== null) return isBeyond(stringAt(labels, bound[1] ?? ''), bound[2] === '>', Number(bound[3]));
  const presence = /^(!?)\s*([^\s!=<>(),]+)$/.exec(requirement);
  if (presence === null) return undefined;
  return (fieldOf(labels, presence[2] ?? '') !== undefined) === (presence[1] === '');
}

function isBeyond(value: string | undefined, above: boolean, bound: number): boolean {
  if (value === undefined || !/^-?\d+$/.test(value)) return false;
  return above ? Number(value) > bound : Number(value) < bound;
}

const readable = new Set([
  'metadata.name',
  'metadata.namespace',
  'spec.nodeName',
  'spec.restartPolicy',
  'spec.schedulerName',
  'spec.serviceAccountName',
]);

function matchesField(object: JsonObject, requirement: string): Chosen {
  const found = /^([\w.]+)\s*(==|=|!=)\s*(.*)$/.exec(requirement);
  if (found === null || !readable.has(found[1] ?? '')) return undefined;
  const [, path = '', operator, value] = found;
  const actual = valueAt(object, path.split('.')) ?? '';
  return (actual === value) === (operator !== '!=');
}
