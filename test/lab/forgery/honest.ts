import { firstReplicaSet, job, owner } from './claims.ts';
import type { Scene, Sender } from './scene.ts';
import { cronJob, deployment, podSpec } from './scene.ts';

/** What people and tools do all the time, and what must not be taken for a forgery. */
export interface Honest {
  readonly id: string;
  readonly title: string;
  readonly play: (scene: Scene) => unknown;
}

const argo: Sender = {
  as: 'gitops',
  agent: 'argocd-application-controller/v3.1.8 (linux/amd64) kubernetes/$Format',
};
const flux: Sender = { as: 'gitops', agent: 'kustomize-controller/v1.7.1' };
const operator: Sender = { as: 'gitops', agent: 'backup-operator/v2.0.0 (linux/amd64) kubernetes/$Format' };

export const honest: readonly Honest[] = [
  {
    id: 'h02',
    title: 'kubectl create job --from',
    play: scene => scene.kubectl(scene.deployer, 'create job nightly-by-hand --from=cronjob/nightly'),
  },
  {
    id: 'h03',
    title: 'a manual run as a web interface makes it',
    play: async scene => {
      const { blockOwnerDeletion: _, ...reference } = await owner(scene, 'CronJob/nightly');
      return scene.create('Job', job('nightly-8kx2f', { ownerReferences: [reference] }), {
        as: scene.deployer,
        agent: 'headlamp/0.38.0',
      });
    },
  },
  {
    id: 'h04',
    title: 'kubectl rollout restart and undo',
    play: scene => {
      scene.kubectl(scene.deployer, 'rollout restart deployment/web');
      scene.kubectl(scene.deployer, 'set image deployment/web main=registry.example/web:2');
      return scene.kubectl(scene.deployer, 'rollout undo deployment/web');
    },
  },
  {
    id: 'h05',
    title: 'kubectl debug, kubectl run',
    play: async scene => {
      const [pod] = (await scene.list('Pod')).filter(({ metadata }) => metadata.name.startsWith('web-'));
      const name = pod?.metadata.name ?? '';
      scene.kubectl(
        scene.deployer,
        `debug pod/${name} --image=registry.example/tools:1 --copy-to=web-debug -- sleep 60`,
      );
      scene.kubectl(scene.deployer, `debug pod/${name} --image=registry.example/tools:1 -- sleep 60`);
      scene.kubectl(scene.deployer, 'run probe --image=registry.example/tools:1 --restart=Never -- sleep 60');
      return scene.kubectl(scene.deployer, 'delete pod probe --now');
    },
  },
  {
    id: 'h07-argocd',
    title: 'server-side apply as Argo CD, again and again',
    play: async scene => {
      for (const version of [3, 3, 4]) await applied(scene, 'argocd-controller', argo, version);
    },
  },
  {
    id: 'h07-flux',
    title: 'server-side apply as Flux, again and again',
    play: async scene => {
      for (const version of [3, 3, 4]) await applied(scene, 'kustomize-controller', flux, version);
    },
  },
  {
    id: 'h08',
    title: "an operator's Job, owned by its custom resource",
    play: scene => {
      const reference = {
        apiVersion: 'backup.example/v1',
        kind: 'Backup',
        name: 'daily',
        uid: '7f1a3c55-0b1e-4a58-9a51-0c6a54ef3f10',
        controller: true,
        blockOwnerDeletion: true,
      };
      return scene.create('Job', job('daily-run-1', { ownerReferences: [reference] }), operator);
    },
  },
  {
    id: 'h10',
    title: 'kubectl scale',
    play: scene => scene.kubectl(scene.deployer, 'scale deployment/web --replicas=3'),
  },
  {
    id: 'h11',
    title: 'kubectl replace --force of a Job and a pod as they are',
    play: async scene => {
      await scene.create('Job', job('again', {}), { as: scene.deployer });
      await scene.create('Pod', { metadata: { name: 'plain' }, spec: podSpec() }, { as: scene.deployer });
      for (const what of ['job/again', 'pod/plain']) {
        const dump: unknown = JSON.parse(scene.kubectl(scene.deployer, `get ${what} -o json`));
        scene.kubectl(scene.deployer, 'replace --force --grace-period=0 -f -', withoutSelector(dump));
      }
    },
  },
  {
    id: 'h13',
    title: 'a schedule suspended, changed and resumed by whoever wrote it',
    play: async scene => {
      for (const spec of [{ suspend: true }, { schedule: '*/2 * * * *' }, { suspend: false }])
        await scene.patch('CronJob/tick', { spec }, { as: scene.deployer });
    },
  },
  {
    id: 'h16',
    title: 'a CronJob deleted and made again',
    play: async scene => {
      await scene.remove('CronJob/tick', '?propagationPolicy=Background', { as: scene.deployer });
      return scene.create('CronJob', cronJob('tick', '* * * * *'), { as: scene.deployer });
    },
  },
  {
    id: 'h17',
    title: 'a Deployment deleted without its pods and made again, to change what cannot be changed',
    play: scene => {
      scene.kubectl(scene.deployer, 'delete deployment web --cascade=orphan');
      return scene.create('Deployment', deployment('web', 2), { as: scene.deployer });
    },
  },
  {
    id: 'h19',
    title: 'an Indexed Job, a StatefulSet',
    play: async scene => {
      const template = { metadata: { labels: { app: 'indexed' } }, spec: podSpec() };
      const spec = { completions: 3, parallelism: 3, completionMode: 'Indexed', template };
      await scene.create('Job', { metadata: { name: 'indexed' }, spec }, { as: scene.deployer });
      const service = deployment('store', 2);
      return scene.create('StatefulSet', service, { as: scene.deployer });
    },
  },
  {
    id: 'h22',
    title: 'a canary with the label of the service and one of its own',
    play: scene =>
      scene.create('Deployment', deployment('web-canary', 1, { app: 'web', track: 'canary' }), {
        as: scene.deployer,
      }),
  },
  {
    id: 'h23',
    title: 'somebody looks at whose child a pod is, and deletes it',
    play: async scene => {
      await firstReplicaSet(scene);
      const [pod] = (await scene.list('Pod')).filter(({ metadata }) => metadata.name.startsWith('web-'));
      return scene.remove(`Pod/${pod?.metadata.name}`, '', { as: scene.deployer });
    },
  },
];

function applied(scene: Scene, manager: string, sender: Sender, version: number) {
  const object = deployment('synced', 1, { app: 'synced' });
  const text = JSON.stringify(object).replace('web:1', `web:${version}`);
  const tracking = { 'app.kubernetes.io/instance': 'shop', 'kustomize.toolkit.fluxcd.io/name': 'shop' };
  const parsed: { metadata: object } = JSON.parse(text);
  return scene.apply(
    'Deployment',
    { ...parsed, metadata: { ...parsed.metadata, labels: tracking } },
    manager,
    sender,
  );
}

/** What the server adds to a Job's selector must not be sent again. */
function withoutSelector(dump: unknown): object {
  const text = JSON.stringify(dump, (key, value: unknown) =>
    ['selector', 'controller-uid', 'batch.kubernetes.io/controller-uid', 'resourceVersion', 'uid'].includes(
      key,
    )
      ? undefined
      : value,
  );
  const parsed: object = JSON.parse(text);
  return parsed;
}
