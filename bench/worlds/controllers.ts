import { createHash } from 'node:crypto';
import type { JsonObject } from '../../src/model/json.ts';
import type { Random } from '../generate/random.ts';
import type { ApiServer, Stored } from './api-server.ts';
import { jobLabels } from './api-server.ts';
import { createFirings } from './firings.ts';
import type { Caller } from './identity.ts';
import { controller, scheduler } from './identity.ts';
import type { Timeline } from './timeline.ts';
import type { PodShape, Workload } from './workload.ts';
import { completeOf, podSpec } from './workload.ts';

export interface ControllerOptions {
  readonly random: Random;
  readonly timeline: Timeline;
  readonly server: () => ApiServer;
  readonly nodes: readonly string[];
  /** All controllers share one identity. */
  readonly shared: boolean;
}

/** What Kubernetes itself does after a write: the Job of a schedule, the pods of a Job, a ReplicaSet and its pods. */
export function createControllers(options: ControllerOptions): {
  readonly changed: (after: Stored, before: Stored | undefined) => void;
  /** A pod of a workload, for whoever looks into one. */
  readonly podOf: (namespace: string, name: string) => string | undefined;
} {
  const { random, timeline, server, nodes, shared } = options;
  const as = new Map<string, Caller>();
  const controllerNamed = (name: string): Caller => {
    const known = as.get(name) ?? controller(random, name, shared);
    as.set(name, known);
    return known;
  };
  const pods = new Map<string, string>();
  const hashes = new Map<string, Set<string>>();
  const soon = (happen: () => void): void => timeline.at(timeline.now() + 200 + random.below(3000), happen);

  const bind = (namespace: string, name: string): void => {
    if (!random.chance(0.25)) return;
    const target = { kind: 'Node', name: random.pick(nodes) };
    const request = { kind: 'Binding', apiVersion: 'v1', metadata: { name, namespace }, target };
    server().other({
      caller: scheduler,
      verb: 'create',
      resource: 'pods/binding',
      namespace,
      name,
      code: 201,
      request,
    });
  };
  const makePod = (by: string, owner: Stored, pod: Workload): void => {
    const made = server().write({
      caller: controllerNamed(by),
      workload: pod,
      method: 'create',
      transient: true,
    });
    pods.set(`${owner.workload.namespace}/${owner.workload.name}`, made.workload.name);
    bind(made.workload.namespace, made.workload.name);
  };

  const ofJob = (job: Stored): void => {
    const { workload } = job;
    if (workload.suspend === true) return;
    const labels = { ...(workload.podLabels ?? workload.labels), ...jobLabels(workload.name, job.uid) };
    soon(() => makePod('job-controller', job, podFrom(job, `${workload.name}-`, labels)));
    const { ttl } = workload;
    const isOwned = workload.owners?.some(({ kind }) => kind === 'CronJob') === true;
    if (ttl === undefined || isOwned) return;
    timeline.at(timeline.now() + 30_000 + random.below(90_000) + ttl * 1000, () => {
      const { namespace, name } = workload;
      if (server().find('Job', namespace, name)?.uid !== job.uid) return;
      server().remove({
        caller: controllerNamed('ttl-after-finished-controller'),
        kind: 'Job',
        namespace,
        name,
      });
    });
  };

  const ofDeployment = (deployment: Stored, grown: number): void => {
    const { workload } = deployment;
    const hash = templateHash(workload.pod);
    const known = hashes.get(deployment.uid) ?? new Set();
    const set = replicaSet(deployment, hash, random.uuid());
    if (!known.has(hash))
      server().other({
        caller: controllerNamed('deployment-controller'),
        verb: 'create',
        group: 'apps',
        resource: 'replicasets',
        namespace: workload.namespace,
        name: `${workload.name}-${hash}`,
        code: 201,
        request: set,
        response: set,
      });
    hashes.set(deployment.uid, known.add(hash));
    const owner = ownerOf(`${workload.name}-${hash}`, 'ReplicaSet', 'apps/v1', uidIn(set));
    for (let count = 0; count < Math.min(grown, 1); count++)
      soon(() =>
        makePod('replicaset-controller', deployment, {
          ...podFrom(deployment, `${workload.name}-${hash}-`, {
            ...workload.labels,
            'pod-template-hash': hash,
          }),
          owners: [owner],
        }),
      );
  };

  const fire = createFirings({
    random,
    timeline,
    server,
    caller: () => controllerNamed('cronjob-controller'),
  });
  return {
    podOf: (namespace, name) => pods.get(`${namespace}/${name}`),
    changed: (after, before) => {
      const { kind, replicas = 1 } = after.workload;
      const isNew =
        before === undefined || JSON.stringify(before.workload.pod) !== JSON.stringify(after.workload.pod);
      const grown = replicas - (before?.workload.replicas ?? 0);
      if (kind === 'CronJob') fire(after, before);
      if (kind === 'Job' && before === undefined) ofJob(after);
      if (kind === 'Deployment' && (isNew || grown > 0) && replicas > 0)
        soon(() => ofDeployment(after, replicas));
      if (kind === 'StatefulSet' && isNew)
        soon(() =>
          makePod('statefulset-controller', after, {
            ...podFrom(after, '', after.workload.labels),
            name: `${after.workload.name}-0`,
          }),
        );
      if (kind === 'DaemonSet' && isNew)
        soon(() =>
          makePod(
            'daemon-set-controller',
            after,
            podFrom(after, `${after.workload.name}-`, after.workload.labels),
          ),
        );
      if (kind === 'Pod' && after.workload.owners === undefined)
        bind(after.workload.namespace, after.workload.name);
    },
  };
}

function podFrom(owner: Stored, generateName: string, labels: JsonObject): Workload {
  const { workload, uid } = owner;
  const { kind, namespace, name, pod, podAnnotations } = workload;
  const apiVersion = kind === 'Job' ? 'batch/v1' : 'apps/v1';
  return {
    kind: 'Pod',
    namespace,
    name: '',
    ...(generateName !== '' && { generateName }),
    labels,
    ...(podAnnotations !== undefined && { annotations: podAnnotations }),
    owners: [ownerOf(name, kind, apiVersion, uid)],
    pod: { ...pod, restartPolicy: pod.restartPolicy ?? (kind === 'Job' ? 'OnFailure' : 'Always') },
  };
}

export const ownerOf = (name: string, kind: string, apiVersion: string, uid: string): JsonObject => ({
  apiVersion,
  kind,
  name,
  uid,
  controller: true,
  blockOwnerDeletion: true,
});

const letters = 'bcdfghjklmnpqrstvwxz2456789';

/** Ten letters, the same for the same template. */
function templateHash(pod: PodShape): string {
  const digest = createHash('sha256')
    .update(JSON.stringify(podSpec(pod, true, 'Always')))
    .digest();
  return [...digest.subarray(0, 10)].map(byte => letters[byte % letters.length] ?? 'b').join('');
}

function replicaSet({ workload, uid }: Stored, hash: string, own: string): JsonObject {
  const labels = { ...workload.labels, 'pod-template-hash': hash };
  const { spec } = completeOf({ ...workload, podLabels: labels });
  const template = typeof spec === 'object' && spec !== null && 'template' in spec ? spec.template : {};
  return {
    kind: 'ReplicaSet',
    apiVersion: 'apps/v1',
    metadata: {
      name: `${workload.name}-${hash}`,
      namespace: workload.namespace,
      uid: own,
      labels,
      ownerReferences: [ownerOf(workload.name, 'Deployment', 'apps/v1', uid)],
    },
    spec: { replicas: workload.replicas ?? 1, selector: { matchLabels: labels }, template: template ?? {} },
    status: { replicas: 0 },
  };
}

function uidIn({ metadata }: JsonObject): string {
  const uid = typeof metadata === 'object' && metadata !== null && 'uid' in metadata ? metadata.uid : '';
  return typeof uid === 'string' ? uid : '';
}
