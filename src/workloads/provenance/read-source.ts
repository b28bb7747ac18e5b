import type { JsonObject } from '../../model/json.ts';
import { fieldOf, objectAt, stringAt } from '../../model/json.ts';
import { bounded, textAt } from '../fields.ts';
import { groupOf } from '../kinds/kinds.ts';
import type { SourceKind } from '../kinds/sources/source-kind.ts';
import { sourceKindOfObject } from '../kinds/sources/source-kinds.ts';
import type { Path } from '../kinds/workload-kind.ts';
import { findAt } from '../pods/find-paths.ts';

/** Where a GitOps system takes objects from, and where it puts them. */
export interface SourceOfTruth {
  readonly system: SourceKind['system'];
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Repositories, charts, buckets; never with credentials. */
  readonly addresses: readonly string[];
  /** Other source objects: `GitRepository/podinfo`. */
  readonly references: readonly string[];
  readonly revisions: readonly string[];
  readonly folders: readonly string[];
  readonly targets: readonly string[];
}

const nothing: ReadonlySet<unknown> = new Set();
const most = 64;

/** undefined if the object is none of the kinds in `sourceKinds`. */
export function readSource(object: JsonObject): SourceOfTruth | undefined {
  const group = groupOf(stringAt(object, 'apiVersion') ?? '');
  const kind = sourceKindOfObject(stringAt(object, 'kind') ?? '', group);
  if (kind === undefined) return undefined;
  const metadata = objectAt(object, 'metadata');
  return {
    system: kind.system,
    kind: kind.kind,
    namespace: textAt(metadata, 'namespace'),
    name: textAt(metadata, 'name'),
    addresses: textsAt(object, kind.addresses).map(withoutCredentials),
    references: referencesAt(object, kind.references),
    revisions: textsAt(object, kind.revisions),
    folders: textsAt(object, kind.folders),
    targets: textsAt(object, kind.targets),
  };
}

function textsAt(object: JsonObject, paths: readonly Path[]): readonly string[] {
  const found = paths.flatMap(path => findAt({ object, path: '', appended: nothing }, path));
  const texts = found.flatMap(({ value }) =>
    typeof value === 'string' && value !== '' ? [bounded(value)] : [],
  );
  return [...new Set(texts)].slice(0, most);
}

function referencesAt(object: JsonObject, paths: readonly Path[]): readonly string[] {
  const found = paths.flatMap(path => findAt({ object, path: '', appended: nothing }, path));
  return found.slice(0, most).flatMap(({ value }) => {
    const name = textAt(value, 'name');
    return fieldOf(value, 'name') === undefined ? [] : [`${textAt(value, 'kind')}/${name}`];
  });
}

/** `https://user:token@host/x?sig=...` without the user, the token and the query. */
function withoutCredentials(address: string): string {
  return address.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1').replace(/\?.*$/s, '');
}
