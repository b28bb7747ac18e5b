import { firstReplicaSet, job, lastDue, owner } from './claims.ts';
import { podSpec } from './scene.ts';
import type { Variant } from './variant.ts';

const controllerAgent = (account: string): string =>
  `kube-controller-manager/v1.37.2 (linux/amd64) kubernetes/0000000/system:serviceaccount:kube-system:${account}`;

/** Identities of controllers and nodes in other hands. */
export const identities: readonly Variant[] = [
  {
    id: 'v08',
    title: "a Job by the cronjob-controller's identity, of a minute that is not due",
    caughtBy: [
      'lineage/scheduled-run-off-schedule',
      'lineage/controller-identity-misused',
      'lineage/controller-identity-unusual',
    ],
    play: async scene => {
      const token = await scene.token('kube-system', 'cronjob-controller');
      const minute = lastDue() + 61;
      const ownerReferences = [await owner(scene, 'CronJob/nightly')];
      return scene.create('Job', job(`nightly-${minute}`, { ownerReferences }), { token });
    },
  },
  {
    id: 'v09',
    title: 'the same of a minute to come, with the agent of the controllers',
    caughtBy: [
      'lineage/scheduled-run-off-schedule',
      'lineage/controller-identity-misused',
      'lineage/controller-identity-unusual',
    ],
    play: async scene => {
      const token = await scene.token('kube-system', 'cronjob-controller');
      const ownerReferences = [await owner(scene, 'CronJob/nightly')];
      const named = job(`nightly-${lastDue() + 3 * 1440}`, { ownerReferences });
      return scene.create('Job', named, {
        token,
        agent: controllerAgent('cronjob-controller'),
        localAddress: '127.9.9.9',
      });
    },
  },
  {
    id: 'v14',
    title: "a pod by the replicaset-controller's identity, rightly owned, with another image",
    caughtBy: [
      'lineage/template-differs-from-owner',
      'lineage/controller-identity-misused',
      'lineage/controller-identity-unusual',
    ],
    play: async scene => {
      const token = await scene.token('kube-system', 'replicaset-controller');
      const replicaSet = await firstReplicaSet(scene);
      const metadata = { generateName: `${replicaSet.name}-`, ownerReferences: [replicaSet] };
      const agent = controllerAgent('replicaset-controller');
      return scene.create(
        'Pod',
        { metadata, spec: podSpec({ image: 'registry.example/other:9' }) },
        { token, agent },
      );
    },
  },
  {
    id: 'v15',
    title: 'a Job made in the name of a controller',
    caughtBy: ['lineage/controller-impersonated', 'lineage/system-identity-impersonated'],
    play: scene =>
      scene.create('Job', job('nightly-acted', {}), {
        impersonate: 'system:serviceaccount:kube-system:cronjob-controller',
      }),
  },
  {
    id: 'v16',
    title: "a token asked for a controller's account",
    caughtBy: ['privilege-escalation/token-for-controller-account', 'lineage/controller-token-requested'],
    elsewhere: 'kube-system',
    play: scene => scene.requestToken('kube-system', 'daemon-set-controller'),
  },
  {
    id: 'v17',
    title: 'that token used with kubectl',
    caughtBy: ['lineage/controller-identity-misused'],
    play: async scene => {
      const token = await scene.token('kube-system', 'job-controller');
      return scene.create('Pod', { metadata: { name: 'by-kubectl' }, spec: podSpec() }, { token });
    },
  },
  {
    id: 'v18',
    title: "that token used with the controllers' agent, from another address",
    caughtBy: [
      'lineage/controller-identity-unusual',
      'lineage/controller-identity-misused',
      'lineage/template-differs-from-owner',
    ],
    play: async scene => {
      const token = await scene.token('kube-system', 'job-controller');
      const agent = controllerAgent('job-controller');
      return scene.create(
        'Pod',
        { metadata: { name: 'quiet' }, spec: podSpec() },
        { token, agent, localAddress: '127.9.9.9' },
      );
    },
  },
  {
    id: 'v19',
    title: "the account of a controller given to a pod, and the pod's token used",
    caughtBy: ['lineage/controller-identity-misused', 'privilege-escalation/controller-account-borrowed'],
    play: async scene => {
      const walker = {
        metadata: { name: 'walker' },
        spec: { ...podSpec(), serviceAccountName: 'cronjob-controller' },
      };
      const inKubeSystem = { ...walker, metadata: { ...walker.metadata, namespace: 'kube-system' } };
      scene.kubectl('mallory', '-n kube-system create -f -', {
        apiVersion: 'v1',
        kind: 'Pod',
        ...inKubeSystem,
      });
      const token = await scene.token('kube-system', 'cronjob-controller', 'walker');
      return scene.create('Job', job('by-walker', {}), { token, agent: 'curl/8.14.1' });
    },
  },
  {
    id: 'v20',
    title: 'a pod that says that it mirrors a static one, by a person',
    caughtBy: ['lineage/mirror-pod-forged'],
    refused: true,
    play: scene =>
      scene.create('Pod', { metadata: { name: 'mirror', annotations: mirror }, spec: podSpec() }),
  },
  {
    id: 'v21',
    title: 'a node makes the mirror pod of another node',
    caughtBy: ['lineage/mirror-pod-forged', 'lineage/node-writes-workload'],
    refused: true,
    play: scene =>
      scene.create(
        'Pod',
        {
          metadata: { name: 'proxy-node-2', annotations: mirror },
          spec: { ...podSpec(), nodeName: 'node-2' },
        },
        { as: 'node', agent: 'kubelet/v1.37.2 (linux/amd64) kubernetes/0000000' },
      ),
  },
];

const mirror = {
  'kubernetes.io/config.mirror': '6d9f1c3b5e7a',
  'kubernetes.io/config.hash': '6d9f1c3b5e7a',
  'kubernetes.io/config.source': 'file',
  'kubernetes.io/config.seen': '2026-11-23T04:37:30.620301Z',
};
