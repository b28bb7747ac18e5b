import { resourceOfKind } from '../workloads/workload-reference.ts';
import type { Life } from './life.ts';
import { qualifiedResource } from './resource.ts';
import type { ObjectName } from './sighting.ts';
import type { Sightings } from './sightings.ts';

/** As people name objects: `pod`, `po`, `pods`, `cronjobs.batch`, `CronWorkflow`, `cronworkflows.argoproj.io`. */
export interface Wanted {
  readonly kind: string;
  readonly name: string;
  /** Every namespace if absent. */
  readonly namespace?: string | undefined;
  readonly cluster?: string | undefined;
}

/** The short names that `kubectl api-resources` gives. */
const shortNames = new Map([
  ['po', 'pods'],
  ['cj', 'cronjobs'],
  ['deploy', 'deployments'],
  ['rs', 'replicasets'],
  ['ds', 'daemonsets'],
  ['sts', 'statefulsets'],
  ['rc', 'replicationcontrollers'],
]);

/** Everything of this kind and name in the log, whatever its namespace. */
export function findObjects(wanted: Wanted, sightings: Sightings): readonly ObjectName[] {
  return [...sightings.places()]
    .filter(({ namespace }) => wanted.namespace === undefined || namespace === wanted.namespace)
    .filter(({ cluster }) => wanted.cluster === undefined || cluster === wanted.cluster)
    .map(place => ({ ...place, name: wanted.name }))
    .filter(name => isKind(wanted.kind, name.resource, sightings.lives(name)));
}

function isKind(kind: string, resource: string, lives: readonly Life[]): boolean {
  if (lives.length === 0) return false;
  const [word = '', ...group] = kind.toLowerCase().split('.');
  const named = shortNames.get(word) ?? word;
  const plurals = [named, resourceOfKind(capitalised(named)), `${named}s`];
  const asked = group.join('.');
  if (plurals.some(plural => resource === qualifiedResource(plural, asked))) return true;
  if (asked !== '' && asked !== resource.split('.').slice(1).join('.')) return false;
  return (
    plurals.includes(resource.split('.')[0] ?? '') || lives.some(life => life.kind.toLowerCase() === named)
  );
}

const capitalised = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
