import type { Cluster, ClusterOptions } from '../cluster.ts';
import { startCluster } from '../cluster.ts';
import type { Scene } from './scene.ts';
import { attacker, createScene, deployerOf, furnish, furnished } from './scene.ts';

/** Bodies everywhere, but in the namespace of which only names are to be known. */
const policy = `
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
omitManagedFields: true
rules:
- {level: None, resources: [{group: "", resources: [events]}, {group: coordination.k8s.io}]}
- {level: Metadata, namespaces: [v06-metadata]}
- {level: RequestResponse, verbs: [create, update, patch, delete, deletecollection], resources: [{group: batch}, {group: apps}, {group: "", resources: [pods, "pods/*"]}]}
- {level: Metadata}
`;

/** A cluster with an attacker, a GitOps tool and a team for each namespace, who may do anything. */
export async function peopled(
  namespaces: readonly string[],
  options: Omit<ClusterOptions, 'auditPolicy'> = {},
): Promise<Cluster> {
  const names = [attacker, 'gitops', ...namespaces.map(deployerOf)];
  const identities = names.map(name => ({ name, user: `${name}@corp.example`, groups: ['trusted'] }));
  const cluster = await startCluster({ auditPolicy: policy, identities, scheduler: true, ...options });
  const binding = ['create', 'clusterrolebinding', 'trusted', '--clusterrole=cluster-admin'];
  cluster.kubectl('admin', [...binding, '--group=trusted', '--group=sre']);
  return cluster;
}

/** Scenes in which everything honest runs already. */
export async function prepared(
  cluster: Cluster,
  names: readonly string[],
): Promise<ReadonlyMap<string, Scene>> {
  const scenes = new Map(names.map(name => [name, createScene(cluster, name)]));
  for (const [name, scene] of scenes) {
    cluster.kubectl('admin', ['create', 'namespace', name]);
    await furnish(scene, name.endsWith('crowded') ? 24 : 2);
  }
  for (const scene of scenes.values()) await furnished(scene);
  return scenes;
}
