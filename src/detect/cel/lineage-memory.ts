import type { WorkloadChange } from '../../workloads/workload-change.ts';
import type { BoundedMap } from './bounded-map.ts';

/** Which templates were inspected, so that what controllers make from them is not inspected again. */
export interface LineageMemory {
  /** Of an object that a controller made: whether its owner's template was inspected, and the key of the first owner. */
  ownerOf(cluster: string, change: WorkloadChange): { readonly inspected: boolean; readonly root: string };
  /** Notes an object that was looked at; `root` is the key under which its findings are remembered. */
  note(cluster: string, change: WorkloadChange, root: string): void;
  /** Its template changed, or may have, in a way that could not be seen. */
  forget(cluster: string, change: WorkloadChange): void;
}

export interface Entry {
  readonly root: string;
  readonly uid: string;
}

interface Name {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

export interface LineageMaps {
  readonly byUid: BoundedMap<Entry>;
  readonly byName: BoundedMap<Entry>;
}

export function createLineageMemory({ byUid, byName }: LineageMaps): LineageMemory {
  const find = (cluster: string, name: Name): Entry | undefined => {
    const found = name.uid === '' ? undefined : byUid.get(`${cluster} ${name.uid}`);
    if (found !== undefined) return found;
    const namesake = byName.get(keyOfName(cluster, name));
    // The same name with another uid is another object.
    return namesake === undefined || namesake.uid === '' || name.uid === '' ? namesake : undefined;
  };

  return {
    ownerOf(cluster, { workload }) {
      const owner = { ...workload.owner, namespace: workload.namespace };
      const found = find(cluster, owner);
      return { inspected: found !== undefined, root: found?.root ?? keyOfName(cluster, owner) };
    },
    note(cluster, { workload }, root) {
      const entry = { root, uid: workload.uid };
      if (workload.uid !== '') byUid.set(`${cluster} ${workload.uid}`, entry);
      if (workload.name !== '') byName.set(keyOfName(cluster, workload), entry);
    },
    forget(cluster, { workload }) {
      byUid.delete(`${cluster} ${workload.uid}`);
      byUid.delete(`${cluster} ${byName.get(keyOfName(cluster, workload))?.uid ?? ''}`);
      byName.delete(keyOfName(cluster, workload));
    },
  };
}

/** Without the API group, if it is a built-in one: extensions/v1beta1 and apps/v1 serve the same Deployments. */
export function keyOf(cluster: string, { workload }: WorkloadChange): string {
  const { name, generateName } = workload;
  return keyOfName(cluster, { ...workload, name: name === '' ? `${generateName}*` : name });
}

function keyOfName(cluster: string, { group, kind, namespace, name }: Omit<Name, 'uid'>): string {
  const qualified = group.includes('.') ? `${kind}.${group}` : kind;
  return `${cluster} ${qualified} ${namespace} ${name}`;
}
