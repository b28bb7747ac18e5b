import { sameSealed } from '../../model/sealed.ts';
import type { Container, WorkloadDetail } from '../workload-change.ts';
import { containerFields } from './container-fields.ts';
import type { ChangedField, FieldChange } from './field-change.ts';
import type { Items } from './in-words.ts';
import type { Said } from './workload-fields.ts';
import { workloadFields } from './workload-fields.ts';

/** What is not as it was: the workload's own fields, then its containers', paired by their names. */
export function diffWorkloads(before: WorkloadDetail, after: WorkloadDetail): readonly FieldChange[] {
  if (before === after) return [];
  const changes: FieldChange[] = [];
  for (const [field, read] of ofWorkload) {
    changes.push(...changed({ field, container: '' }, read(before), read(after)));
  }
  const [olds, news] = [byName(before.containers), byName(after.containers)];
  for (const [key, old] of olds) {
    const now = news.get(key);
    if (now === undefined)
      changes.push({ field: 'containers', container: old.name, from: title(old), to: '' });
    else changes.push(...diffContainers(old, now));
  }
  for (const [key, now] of news) {
    if (!olds.has(key)) changes.push({ field: 'containers', container: now.name, from: '', to: title(now) });
  }
  return changes;
}

type Readers<T> = readonly (readonly [ChangedField, (value: T) => Said])[];

function readersOf<T>(table: { readonly [field: string]: (value: T) => Said }): Readers<T> {
  return Object.entries(table).flatMap(([field, read]) => (isField(field) ? [[field, read] as const] : []));
}

function isField(name: string): name is Exclude<ChangedField, 'containers'> {
  return Object.hasOwn(workloadFields, name) || Object.hasOwn(containerFields, name);
}

/** The names that a change's field can have. */
export const changedFields: readonly string[] = [
  ...Object.keys(workloadFields),
  'containers',
  ...Object.keys(containerFields),
];

const ofWorkload = readersOf(workloadFields);
const ofContainer = readersOf(containerFields);

function diffContainers(before: Container, after: Container): readonly FieldChange[] {
  const changes = ofContainer.flatMap(([field, read]) =>
    changed({ field, container: after.name }, read(before), read(after)),
  );
  return [...changes, ...changedValues(before, after)];
}

/** That a variable has another value is said; which value is not. */
function changedValues(before: Container, after: Container): readonly FieldChange[] {
  const olds = new Map(before.env.map(({ name, value }) => [name, value]));
  return after.env
    .filter(({ name, value }) => !sameSealed(olds.get(name) ?? value, value))
    .map(
      ({ name }) =>
        ({ field: 'env', container: after.name, from: name, to: `${name} with another value` }) as const,
    );
}

type About = Pick<FieldChange, 'field' | 'container'>;

function changed(about: About, before: Said, after: Said): readonly FieldChange[] {
  if (typeof before === 'string' && typeof after === 'string') {
    return before === after ? [] : [{ ...about, from: before, to: after }];
  }
  return typeof before === 'string' || typeof after === 'string' ? [] : changedItems(about, before, after);
}

function changedItems(about: About, before: Items, after: Items): readonly FieldChange[] {
  const changes: FieldChange[] = [];
  for (const [key, from] of before) {
    const to = after.get(key) ?? '';
    if (from !== to) changes.push({ ...about, from, to });
  }
  for (const [key, to] of after) if (!before.has(key)) changes.push({ ...about, from: '', to });
  return changes;
}

/** Objects of several pods may have containers of the same name. */
function byName(containers: readonly Container[]): ReadonlyMap<string, Container> {
  const found = new Map<string, Container>();
  const counts = new Map<string, number>();
  for (const container of containers) {
    const count = counts.get(container.name) ?? 0;
    counts.set(container.name, count + 1);
    found.set(`${container.name} ${count}`, container);
  }
  return found;
}

const title = ({ role, image }: Container): string => (role === 'container' ? image : `${image} (${role})`);
