import { createHash } from 'node:crypto';
import type { JsonObject } from '../../src/model/json.ts';
import type { Random } from '../generate/random.ts';
import type { ApiServer, Stored } from './api-server.ts';
import { createFirings } from './firings.ts';
import type { Caller } from './identity.ts';
import { controller, scheduler } from './identity.ts';
import type { Timeline } from './timeline.ts';
import type { PodShape, Workload } from './workload.ts';
import { completeOf, podSpec } from './workload.ts';
import { jobLabels } from './write-request.ts';

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
  /** Uids of ReplicaSets, by Deployment and template. */
  const sets = new Map<string, string>();
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

  const ofJob = (job: Stored, before: Stored | undefined): void => {
    const { workload } = job;
    const started = before === undefined || before.workload.suspend === true;
    if (!started || workload.suspend === true) return;
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

  const ofPod = ({ workload: { owners, namespace, name } }: Stored): void => {
    if (owners === undefined) bind(namespace, name);
  };

  /** StatefulSets and DaemonSets. */
  const ofOthers = (set: Stored): void => {
    const { kind, name, labels } = set.workload;
    const isOrdered = kind === 'StatefulSet';
    const pod = podFrom(set, isOrdered ? '' : `${name}-`, labels);
    const by = isOrdered ? 'statefulset-controller' : 'daemon-set-controller';
    soon(() => makePod(by, set, isOrdered ? { ...pod, name: `${name}-0` } : pod));
  };

  const ofDeployment = (deployment: Stored, grown: number): void => {
    if (grown > 0) soon(() => rollOut(deployment));
  };

  const makeReplicaSet = (deployment: Stored, hash: string, uid: string): void => {
    const { namespace, name } = deployment.workload;
    const set = replicaSet(deployment, hash, uid);
    server().other({
      caller: controllerNamed('deployment-controller'),
      verb: 'create',
      group: 'apps',
      resource: 'replicasets',
      namespace,
      name: `${name}-${hash}`,
      code: 201,
      request: set,
      response: set,
    });
  };

  const rollOut = (deployment: Stored): void => {
    const { workload } = deployment;
    const hash = templateHash(workload.pod);
    const name = `${workload.name}-${hash}`;
    const known = sets.get(`${deployment.uid}/${hash}`);
    const uid = known ?? random.uuid();
    sets.set(`${deployment.uid}/${hash}`, uid);
    if (known === undefined) makeReplicaSet(deployment, hash, uid);
    const owner = ownerOf(name, 'ReplicaSet', 'apps/v1', uid);
    soon(() =>
      makePod('replicaset-controller', deployment, {
        ...podFrom(deployment, `${name}-`, {
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
      const grown = replicas - (before?.workload.replicas ?? 0);
      const isNew = JSON.stringify(before?.workload.pod) !== JSON.stringify(after.workload.pod);
      if (kind === 'CronJob') fire(after, before);
      else if (kind === 'Job') ofJob(after, before);
      else if (kind === 'Pod') ofPod(after);
      else if (kind === 'Deployment') ofDeployment(after, isNew ? replicas : grown);
      else if (isNew) ofOthers(after);
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
