import type { JsonObject } from '../model/json.ts';
import { booleanAt, stringAt } from '../model/json.ts';
import { bounded, textAt } from './fields.ts';
import type { ReferencePlace, WorkloadKind } from './kinds/workload-kind.ts';
import { findAt } from './pods/find-paths.ts';
import type { Found } from './pods/pod-view.ts';
import type { ReferenceDetail } from './workload-change.ts';

const most = 64;
const nothing: ReadonlySet<unknown> = new Set();
const none: readonly ReferenceDetail[] = [];

/** The objects that an object of this kind names in the place of, or beside, a template of its own. */
export function readReferences({ references }: WorkloadKind, object: JsonObject): readonly ReferenceDetail[] {
  if (references === undefined) return none;
  const start = { object, path: '', appended: nothing };
  return references
    .flatMap(place => findAt(start, place.at).map(found => referenceOf(place, found)))
    .filter(({ name }) => name !== '')
    .slice(0, most);
}

/** Argo: `clusterScope` makes it the kind for all namespaces; Tekton: without a `kind` it is a Task. */
function referenceOf({ kind }: ReferencePlace, { value, path }: Found): ReferenceDetail {
  if (typeof value === 'string') return { kind, name: bounded(value), path };
  const clusterWide = booleanAt(value, 'clusterScope') === true ? `Cluster${kind}` : kind;
  return { kind: stringAt(value, 'kind') ?? clusterWide, name: textAt(value, 'name'), path };
}
