import type { JsonObject } from '../../src/model/json.ts';
import type { Random } from '../generate/random.ts';
import { seededRandom } from '../generate/random.ts';
import type { ApiServer } from './api-server.ts';
import { createApiServer } from './api-server.ts';
import { createControllers } from './controllers.ts';
import type { Caller } from './identity.ts';
import { kubectl, person, serviceAccount } from './identity.ts';
import { vocabularies } from './names.ts';
import type { Timeline } from './timeline.ts';
import { createTimeline } from './timeline.ts';
import type { TruthRecord } from './truth-record.ts';
import type { Workload } from './workload.ts';

/** What makes one cluster different from the next. */
export interface ClusterPlan {
  readonly name: string;
  readonly seed: number;
  /** `quarry.example` */
  readonly domain: string;
  /** Which words its teams, people and applications are called by, and what they run. */
  readonly words: keyof typeof vocabularies;
  /** Hours before or after UTC where its people work. */
  readonly zone: number;
  readonly gitops: 'argocd' | 'flux' | 'none';
  readonly teams: number;
  readonly appsPerTeam: number;
  /** Changes of applications on a weekday. */
  readonly deploysADay: number;
  readonly habits: readonly string[];
  /** All controllers share one identity. */
  readonly sharedControllers?: boolean;
  /** The audit policy has custom resources at Metadata. */
  readonly customAtMetadata?: boolean;
}

export interface Team {
  readonly name: string;
  readonly namespace: string;
  readonly developers: readonly Caller[];
}

/** A cluster while its history is played. */
export interface Cluster {
  readonly plan: ClusterPlan;
  readonly random: Random;
  readonly timeline: Timeline;
  readonly server: ApiServer;
  readonly podOf: (namespace: string, name: string) => string | undefined;
  readonly start: number;
  readonly days: number;
  readonly nodes: readonly string[];
  /** `registry.quarry.example`; a migration changes it. */
  readonly registry: { current: string };
  readonly teams: Team[];
  readonly sres: readonly Caller[];
  readonly analysts: readonly Caller[];
  /** The GitOps controller, or the CI's deployer where there is none. */
  readonly deployer: Caller;
  /** What the repository says, by kind, namespace and name. */
  readonly desired: Map<string, Workload>;
  /** Other identities by what they are for; added by habits. */
  readonly callers: Map<string, Caller>;
}

export interface OpenOptions {
  readonly plan: ClusterPlan;
  readonly start: number;
  readonly days: number;
  readonly emit: (event: JsonObject) => void;
  readonly record: (line: TruthRecord) => void;
}

export function openCluster({ plan, start, days, emit, record }: OpenOptions): Cluster {
  const random = seededRandom(plan.seed);
  const timeline = createTimeline(start);
  const nodes = Array.from({ length: 4 + random.below(8) }, (_, index) => `${plan.name}-node-${index + 1}`);
  const holder: { server?: ApiServer } = {};
  const reach = (): ApiServer => {
    if (holder.server === undefined) throw new Error('the API server is not open yet');
    return holder.server;
  };
  const controllers = createControllers({
    random,
    timeline,
    server: reach,
    nodes,
    shared: plan.sharedControllers === true,
  });
  const server = createApiServer({ random, now: timeline.now, emit, record, changed: controllers.changed });
  holder.server = server;
  return {
    plan,
    random,
    timeline,
    server,
    podOf: controllers.podOf,
    start,
    days,
    nodes,
    registry: { current: `registry.${plan.domain}` },
    ...peopleOf(plan, random),
    deployer: deployerOf(plan, random),
    desired: new Map(),
    callers: new Map(),
  };
}

function peopleOf(
  { domain, teams, words }: ClusterPlan,
  random: Random,
): Pick<Cluster, 'teams' | 'sres' | 'analysts'> {
  const names = vocabularies[words];
  const left: string[] = [...names.people];
  const next = (groups: readonly string[]): Caller => {
    const [name = `user${random.below(1000)}`] = left.splice(random.below(left.length), 1);
    const address = `10.40.${random.below(4)}.${10 + random.below(200)}`;
    return person(`${name}@${domain}`, groups, {
      address,
      agent: kubectl(random.pick(['v1.33.4', 'v1.34.1', 'v1.34.0'])),
    });
  };
  const free: string[] = [...names.teams];
  return {
    sres: [next(['sre']), next(['sre']), next(['sre'])],
    analysts: [next(['data']), next(['data'])],
    teams: Array.from({ length: teams }, () => {
      const [name = 'team'] = free.splice(random.below(free.length), 1);
      return { name, namespace: name, developers: [next([`team-${name}`]), next([`team-${name}`])] };
    }),
  };
}

/** The pod behind a token changes with each restart of what runs there; these run for weeks. */
function deployerOf(plan: ClusterPlan, random: Random): Caller {
  const node = `${plan.name}-node-1`;
  const address = `10.0.1.${20 + random.below(60)}`;
  switch (plan.gitops) {
    case 'argocd':
      return serviceAccount(random, {
        namespace: 'argocd',
        name: 'argocd-application-controller',
        agent: 'argocd-application-controller/v3.1.8 (linux/amd64) kubernetes/$Format',
        manager: 'argocd-controller',
        pod: 'argocd-application-controller-0',
        address,
        node,
      });
    case 'flux':
      return serviceAccount(random, {
        namespace: 'flux-system',
        name: 'kustomize-controller',
        agent: 'kustomize-controller/v1.7.0',
        manager: 'kustomize-controller',
        pod: `kustomize-controller-${random.suffix(10)}-${random.suffix(5)}`,
        address,
        node,
      });
    case 'none':
      return serviceAccount(random, {
        namespace: 'ci',
        name: 'deployer',
        agent: 'Helm/3.18.4',
        manager: 'helm',
        pod: `runner-${random.suffix(10)}`,
        address,
        node,
      });
  }
}
