import type { Json } from '../../model/json.ts';
import { listAt, objectAt, stringAt, stringsAt } from '../../model/json.ts';
import type { Result } from '../../model/result.ts';
import { succeed } from '../../model/result.ts';
import type { ApiClient, ApiProblem } from './api-client.ts';

/** What to look for: a resource in any of these groups, the first that has it. */
export interface WantedKind {
  readonly resource: string;
  readonly kind: string;
  readonly groups: readonly string[];
}

/** A resource that the API server serves and lets be listed and watched. */
export interface ServedKind {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly kind: string;
  /** `/apis/batch/v1/cronjobs` */
  readonly path: string;
}

interface GroupVersion {
  readonly group: string;
  readonly version: string;
}

/** By discovery, in the version that the server prefers where that has the resource. */
export async function servedKinds(
  client: ApiClient,
  wanted: readonly WantedKind[],
  stop: AbortSignal,
): Promise<Result<readonly ServedKind[], ApiProblem>> {
  const groups = await client.get('/apis', stop);
  if (!groups.ok) return groups;
  const sought = new Set(wanted.flatMap(kind => kind.groups));
  const versions: readonly GroupVersion[] = [
    { group: '', version: 'v1' },
    ...listAt(groups.value, 'groups').flatMap(versionsOf),
  ].filter(({ group }) => sought.has(group));
  const served: ServedKind[] = [];
  for (const { group, version } of versions) {
    const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
    const list = await client.get(root, stop);
    // One group whose extension server is away hides no other.
    if (!list.ok) continue;
    for (const resource of listAt(list.value, 'resources').filter(isWatched)) {
      const name = stringAt(resource, 'name') ?? '';
      const kind = wanted.find(one => one.resource === name && one.groups.includes(group));
      const isKnown = served.some(one => one.resource === name && one.group === group);
      if (kind !== undefined && !isKnown)
        served.push({ group, version, resource: name, kind: kind.kind, path: `${root}/${name}` });
    }
  }
  return succeed(served);
}

/** The preferred one first. */
function versionsOf(group: Json): readonly GroupVersion[] {
  const name = stringAt(group, 'name') ?? '';
  const preferred = stringAt(objectAt(group, 'preferredVersion'), 'version') ?? '';
  const all = listAt(group, 'versions').map(version => stringAt(version, 'version') ?? '');
  return [...new Set([preferred, ...all])]
    .filter(version => version !== '')
    .map(version => ({ group: name, version }));
}

const isWatched = (resource: Json): boolean => {
  const verbs = stringsAt(resource, 'verbs');
  return verbs.includes('list') && verbs.includes('watch');
};
