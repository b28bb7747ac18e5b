import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, listAt, objectAt, stringAt } from '../../model/json.ts';
import { isSame, valueAt } from './edit.ts';
import type { Target } from './reading/target.ts';

const lists = ['initContainers', 'containers', 'ephemeralContainers'] as const;
const withSelector = new Set(['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet']);

/** Would the server have taken it? Enough of its validation to tell dialects apart. */
export function isPlausible(
  object: JsonObject,
  before: JsonObject | undefined,
  { kind, type }: Target,
): boolean {
  if (type === undefined) return true;
  if (kind.kind === 'CronJob' && stringAt(objectAt(object, 'spec'), 'schedule') === undefined) return false;
  const template = valueAt(object, kind.template);
  const spec = objectAt(template, 'spec');
  if (spec === undefined || listAt(spec, 'containers').length === 0) return false;
  // Admission gives Pods volumes that are not in what we have of them.
  const isWhole = kind.kind !== 'Pod';
  return (
    hasContainers(spec, isWhole) &&
    isSelected(object, before, kind.kind) &&
    isSelf(object, template, kind.kind)
  );
}

function hasContainers(spec: JsonObject, isWhole: boolean): boolean {
  const volumes = new Set(listAt(spec, 'volumes').map(volume => stringAt(volume, 'name')));
  if (volumes.has(undefined)) return false;
  const named = isWhole ? volumes : undefined;
  return lists.every(list => listAt(spec, list).every(container => isContainer(container, named)));
}

function isContainer(container: Json, volumes: ReadonlySet<string | undefined> | undefined): boolean {
  if (!isObject(container)) return false;
  const has = (key: string): boolean => (stringAt(container, key) ?? '') !== '';
  return (
    has('name') &&
    has('image') &&
    listAt(container, 'env').every(variable => (stringAt(variable, 'name') ?? '') !== '') &&
    listAt(container, 'volumeMounts').every(
      mount =>
        volumes?.has(stringAt(mount, 'name') ?? '') !== false && (stringAt(mount, 'mountPath') ?? '') !== '',
    )
  );
}

/** The selector of these never changes. */
function isSelected(object: JsonObject, before: JsonObject | undefined, kind: string): boolean {
  const selector = fieldOf(objectAt(object, 'spec'), 'selector');
  const old = fieldOf(objectAt(before, 'spec'), 'selector');
  return !withSelector.has(kind) || old === undefined || isSame(selector, old);
}

/** And chooses the pods of the template. */
function isSelf(object: JsonObject, template: Json | undefined, kind: string): boolean {
  if (!withSelector.has(kind)) return true;
  const labels = objectAt(objectAt(template, 'metadata'), 'labels');
  const wanted = objectAt(objectAt(objectAt(object, 'spec'), 'selector'), 'matchLabels') ?? {};
  return Object.keys(wanted).every(key => fieldOf(labels, key) === wanted[key]);
}
