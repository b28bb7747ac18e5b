import type { Observation } from '../observation.ts';
import type { Judged } from '../score.ts';
import type { Judgement } from './judgement.ts';
import { nearest, widest } from './judgement.ts';
import { isHostLike, isNameLike } from './likeness.ts';
import type { Fact } from './weights.ts';

/** Names chosen to be overlooked: registries, repositories and workloads that look like others in use. */
export function imitationFacts(observation: Observation, judgement: Judgement): readonly Fact[] {
  return [...registryFacts(judgement), ...repositoryFacts(judgement), ...nameFacts(observation, judgement)];
}

function registryFacts(judgement: Judgement): readonly Fact[] {
  return judgement
    .of('image-registry')
    .filter(isNewToCluster)
    .flatMap(({ sight, users = [] }) => {
      const model = users.find(known => isHostLike(sight.value, known));
      return model === undefined
        ? []
        : [
            {
              name: 'look-alike-registry',
              says: `registry ${sight.value} looks like ${model}, which is in use here`,
            } as const,
          ];
    });
}

function repositoryFacts(judgement: Judgement): readonly Fact[] {
  return judgement
    .of('image-repository')
    .filter(isNewToCluster)
    .flatMap(({ sight, users = [] }) => {
      const model = users.find(known => isPathLike(sight.value, known));
      return model === undefined
        ? []
        : [
            {
              name: 'look-alike-repository',
              says: `repository ${sight.value} looks like ${model}, which is in use here`,
            } as const,
          ];
    });
}

/** One part of the path looks like its counterpart, and the others are the same. */
function isPathLike(path: string, known: string): boolean {
  const [parts, others] = [path.split('/'), known.split('/')];
  if (parts.length !== others.length) return false;
  const differing = parts.flatMap((part, index) =>
    part === others[index] ? [] : [[part, others[index] ?? ''] as const],
  );
  const [only, ...more] = differing;
  return only !== undefined && more.length === 0 && isNameLike(only[0], only[1]);
}

const isNewToCluster = (judged: Judged): boolean => widest(judged).seen === 0;

/** Components that a cluster's installation brings, by the names that projects give them. */
const system =
  /^(?:kube-(?:apiserver|controller-manager|scheduler|proxy|dns|flannel|router|state-metrics)|coredns|core-dns|etcd|metrics-server|calico-\w+|cilium\b|cilium-\w+|aws-node|node-problem-detector|node-local-dns|cloud-controller-manager|konnectivity-agent|kubelet|containerd|cluster-autoscaler|csi-\w+)/;

function nameFacts({ step, family, namespace }: Observation, judgement: Judgement): readonly Fact[] {
  const [name] = judgement.of('name');
  if (step !== 'made' && step !== 'hidden') return [];
  if (name === undefined || nearest(name).seen > 0) return [];
  if (system.test(family) && widest(name).total > 0 && widest(name).seen === 0)
    return [
      {
        name: 'look-alike-name',
        says: `it is called like a component of the cluster: ${family}${namespace === '' ? '' : ` in ${namespace}`}`,
      },
    ];
  const model = (name.users ?? []).find(known => isNameLike(family, known));
  return model === undefined
    ? []
    : [{ name: 'look-alike-name', says: `its name ${family} looks like ${model}, which is in use here` }];
}
