import type { AuditActivity } from '../../model/activity.ts';
import { isBuiltInController } from '../../workloads/built-in-controllers.ts';
import { createBoundedMap } from '../bounded-map.ts';
import type { IdentityFacts } from './lineage-facts.ts';
import { noFacts } from './lineage-facts.ts';

/** From where and with what the built-in controllers act, who else acts from there, and who asked for tokens. */
export interface IdentityHistory {
  note(activity: AuditActivity): void;
  of(activity: AuditActivity): IdentityFacts;
}

interface Habits {
  total: number;
  readonly agents: Map<string, number>;
  readonly addresses: Map<string, number>;
}

/** Fewer requests are no history. */
const enough = 20;
/** A new control plane node, or a new version of the program, is soon no rarity. */
const rare = { count: 3, share: 0.02 } as const;
/** The share of requests that come with the few values that are common. */
const habit = 0.8;
/** No control plane has more nodes, and no version of its program more names. */
const most = 8;
const limits = { values: 100, addresses: 10_000, tokens: 10_000, clusters: 1_000 } as const;

export function createIdentityHistory(): IdentityHistory {
  const controllers = new Map<string, Habits>();
  const users = createBoundedMap<string>(limits.addresses);
  const tokens = createBoundedMap<string>(limits.tokens);
  return {
    note(activity) {
      const { request, cluster } = activity;
      const { user } = request;
      noteToken(activity, tokens);
      const address = addressOf(activity);
      if (isBuiltInController(user.user)) {
        const habits = controllers.get(cluster) ?? { total: 0, agents: new Map(), addresses: new Map() };
        if (habits.total === 0) controllers.set(cluster, habits);
        if (controllers.size > limits.clusters) controllers.delete(controllers.keys().next().value ?? '');
        habits.total += 1;
        count(habits.agents, productOf(request.userAgent));
        count(habits.addresses, address);
      } else if (address !== '' && !isSystem(user.user) && request.impersonated === undefined)
        users.set(`${cluster} ${address}`, user.user);
    },
    of(activity) {
      const { request, cluster } = activity;
      const habits = isBuiltInController(request.user.user) ? controllers.get(cluster) : undefined;
      const address = addressOf(activity);
      const credential = request.user.extra['authentication.kubernetes.io/credential-id']?.[0] ?? '';
      return {
        agent: usual(habits?.agents, productOf(request.userAgent), habits?.total),
        address: address === '' ? 'unknown' : usual(habits?.addresses, address, habits?.total),
        addressOf: habits === undefined ? '' : (users.get(`${cluster} ${address}`) ?? ''),
        tokenOf:
          credential === '' ? noFacts.identity.tokenOf : (tokens.get(`${cluster} ${credential}`) ?? ''),
      };
    },
  };
}

/** Kubelets ask for the tokens of pods, and kube-controller-manager for those of its controllers. */
function noteToken(
  { request, cluster }: AuditActivity,
  tokens: { set(key: string, user: string): void },
): void {
  const { object } = request;
  if (request.verb !== 'create' || object?.resource !== 'serviceaccounts' || object.subresource !== 'token')
    return;
  const { user, annotations, outcome } = request;
  const issued = annotations['authentication.kubernetes.io/issued-credential-id'] ?? '';
  const isUsual = user.user.startsWith('system:node:') || user.user === 'system:kube-controller-manager';
  if (issued !== '' && outcome === 'allowed' && !isUsual) tokens.set(`${cluster} ${issued}`, user.user);
}

/** The last is the one that the API server saw; the others are the client's own words. */
const addressOf = ({ request }: AuditActivity): string => request.sourceIPs.at(-1) ?? '';

/** `kube-controller-manager` of `kube-controller-manager/v1.34.1 (linux/amd64) ...`. */
const productOf = (userAgent: string): string => userAgent.split(/[/ ]/, 1)[0]?.slice(0, 100) ?? '';

/** Parts of Kubernetes run on the nodes of the control plane, too. */
const isSystem = (user: string): boolean =>
  user.startsWith('system:') && !/^system:serviceaccount:(?!kube-system:)|^system:anonymous$/.test(user);

function count(counts: Map<string, number>, value: string): void {
  if (counts.size < limits.values || counts.has(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
}

/** Where what was seen hardly ever comes again there is no habit to depart from: controllers behind a changing address. */
function usual(
  counts: ReadonlyMap<string, number> | undefined,
  value: string,
  total = 0,
): IdentityFacts['agent'] {
  if (counts === undefined || total < enough) return 'unknown';
  const rarely = (seen: number) => seen <= Math.max(rare.count, total * rare.share) && seen < enough;
  const common = [...counts.values()].filter(seen => !rarely(seen));
  if (common.length > most || sumOf(common) < total * habit) return 'unknown';
  return rarely(counts.get(value) ?? 0) ? 'new' : 'usual';
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);
