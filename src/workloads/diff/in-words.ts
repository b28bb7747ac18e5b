import { shortened } from '../../model/visible-text.ts';
import { typed } from '../command.ts';
import { bounded } from '../fields.ts';
import type {
  EnvironmentSource,
  EnvironmentVariable,
  Mount,
  OwnerDetail,
  ReferenceDetail,
  Strings,
  Toleration,
  Volume,
} from '../workload-change.ts';

/** What a list holds, item by item: the key that pairs items, and what they say. */
export type Items = ReadonlyMap<string, string>;

export const words = (list: readonly string[]): string => bounded(typed(list));
export const plain = (value: string | boolean): string => String(value);
/** -1 is nothing. */
export const number = (value: number): string => (value < 0 ? '' : String(value));

export function itemsOf<T>(
  list: readonly T[],
  say: (item: T) => readonly [key: string, text: string],
): Items {
  return new Map(list.map(say));
}

export const each = (list: readonly (string | number)[]): Items =>
  itemsOf(list, item => [String(item), String(item)]);

/** The first of before belongs to the first of after, and so on. */
export const inTurn = (list: readonly string[]): Items =>
  new Map(list.map((item, index) => [String(index), item]));

/** It holds the object as it was sent, and with it values of environment variables. */
const hidden = 'kubectl.kubernetes.io/last-applied-configuration';
const longest = 256;

export function strings(map: Strings): Items {
  return new Map(
    [...map].map(([key, value]) => [key, `${key}=${key === hidden ? '...' : shortened(value, longest)}`]),
  );
}

export function owner({ kind, name, controller }: OwnerDetail): string {
  return kind === '' && name === '' ? '' : `${kind} ${name}${controller ? ' (controller)' : ''}`;
}

export function reference({ kind, name, path }: ReferenceDetail): readonly [string, string] {
  return [`${path} ${kind} ${name}`, `${kind} ${name} at ${path}`];
}

export function toleration({ key, operator, value, effect }: Toleration): readonly [string, string] {
  const taint = operator === 'Exists' ? key || 'everything' : `${key}=${value}`;
  const text = effect === '' ? taint : `${taint}:${effect}`;
  return [text, text];
}

export function volume({
  name,
  type,
  hostPath,
  hostPathType,
  source,
  serviceAccountToken,
}: Volume): readonly [string, string] {
  const details = [hostPath, hostPathType, source, serviceAccountToken ? 'with a service-account token' : ''];
  return [name, [`${name}:`, type, ...details.filter(text => text !== '')].join(' ')];
}

export function mount({
  name,
  mountPath,
  subPath,
  readOnly,
  hostPath,
  propagation,
}: Mount): readonly [string, string] {
  const details = [
    subPath === '' ? '' : `part ${subPath}`,
    hostPath === '' ? '' : `of ${hostPath}`,
    readOnly ? 'read-only' : '',
    propagation,
  ];
  return [mountPath, [`${mountPath} from ${name}`, ...details.filter(text => text !== '')].join(' ')];
}

/** Its value is no part of what is said. */
export function variable({
  name,
  secret,
  configMap,
  fieldPath,
}: EnvironmentVariable): readonly [string, string] {
  const from = [
    secret === '' ? '' : `Secret ${secret}`,
    configMap === '' ? '' : `ConfigMap ${configMap}`,
    fieldPath === '' ? '' : `field ${fieldPath}`,
  ].filter(text => text !== '');
  return [name, from.length === 0 ? name : `${name} from ${from.join(', ')}`];
}

export function source({ secret, configMap }: EnvironmentSource): readonly [string, string] {
  const text = secret === '' ? `ConfigMap ${configMap}` : `Secret ${secret}`;
  return [text, text];
}
