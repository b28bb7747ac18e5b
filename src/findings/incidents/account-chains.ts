import type { Activity } from '../../model/activity.ts';
import type { Finding } from '../../model/finding.ts';
import type { JsonObject } from '../../model/json.ts';
import { isObject, listAt, objectAt, stringAt } from '../../model/json.ts';
import { kindOfObject } from '../../workloads/kinds/kinds.ts';
import { readWorkloadChange } from '../../workloads/read-workload-change.ts';
import { createRecentMap } from '../recent-map.ts';
import { appended } from '../small.ts';
import { placeOf, quoted } from '../words.ts';
import type { Group } from './incident-group.ts';
import { isEffective } from './incident-group.ts';
import type { Keys } from './live-incidents.ts';

/** A group, and where it is found. */
export interface Chained {
  readonly group: Group;
  readonly keys: Keys;
}

export interface AccountStep {
  readonly finding: Finding;
  readonly activity: Activity | undefined;
  readonly isNear: (group: Group) => boolean;
}

/**
 * A right that somebody gives to a service account, and a workload that runs as that account, by the same identity and near in time, are steps
 * of one thing: one incident, about the workload.
 */
export interface AccountChains {
  /** The group that the finding belongs to by an account. `moves`: it was about the right alone, and is about the workload from now on. */
  find(step: AccountStep): (Chained & { readonly moves: boolean }) | undefined;
  /** Notes what a finding that was added to a group says of accounts. */
  note(step: AccountStep, chained: Chained): void;
  /** A group that was kept. */
  restore(chained: Chained): void;
}

const remembered = 2_000;

export function createAccountChains(): AccountChains {
  const known = createRecentMap<Chained>(remembered);
  const near = (key: string, { isNear }: AccountStep): Chained | undefined => {
    const chained = known.get(key);
    return chained !== undefined && isNear(chained.group) ? chained : undefined;
  };
  return {
    find: step => {
      for (const { account } of grantsIn(step)) {
        const user = near(keyOf('used', step, account), step);
        if (user !== undefined) return { ...user, moves: false };
      }
      const account = accountOf(step);
      const grant = account === undefined ? undefined : near(keyOf('granted', step, account), step);
      return grant === undefined || isAboutWorkload(grant.group) ? undefined : { ...grant, moves: true };
    },
    note: (step, chained) => {
      const { group } = chained;
      const grants = grantsIn(step);
      for (const { says } of grants)
        if (!group.grants.includes(says)) group.grants = appended(group.grants, says);
      const account = grants.length > 0 ? undefined : accountOf(step);
      const keys = [
        ...grants.map(grant => keyOf('granted', step, grant.account)),
        ...(account === undefined ? [] : [keyOf('used', step, account)]),
      ];
      for (const key of keys) {
        known.set(key, chained);
        if (!group.accounts.includes(key)) group.accounts = appended(group.accounts, key);
      }
    },
    restore: chained => {
      for (const key of chained.group.accounts) known.set(key, chained);
    },
  };
}

const isAboutWorkload = ({ workload: { kind, group } }: Group): boolean =>
  kindOfObject(kind, `${group}/`) !== undefined;

function keyOf(how: 'granted' | 'used', { finding }: AccountStep, account: string): string {
  const { actor, workload } = finding;
  return JSON.stringify([how, workload.cluster, actor?.user, actor?.effectiveUser, account]);
}

interface Grant {
  /** `namespace/name` */
  readonly account: string;
  readonly says: string;
}

const none: readonly Grant[] = [];
const bindings: ReadonlySet<string> = new Set(['rolebindings', 'clusterrolebindings']);
/** A binding may name thousands. */
const mostSubjects = 16;

function grantsIn({ finding, activity }: AccountStep): readonly Grant[] {
  if (activity?.type !== 'audit' || !isEffective(finding.action)) return none;
  const { object, verb, responseObject, requestObject } = activity.request;
  if (object === undefined || !bindings.has(object.resource) || verb === 'delete') return none;
  const body = responseObject ?? (isObject(requestObject) ? requestObject : undefined);
  if (body === undefined) return none;
  const role = stringAt(objectAt(body, 'roleRef'), 'name') ?? '';
  const place = placeOf(finding.workload, '');
  return accountsOf(body, object.namespace).map(account => ({
    account,
    says: `${place} gives service account ${quoted(account, 130)} the role ${quoted(role, 120)}`,
  }));
}

function accountsOf(body: JsonObject, own: string): readonly string[] {
  return listAt(body, 'subjects')
    .slice(0, mostSubjects)
    .filter(subject => stringAt(subject, 'kind') === 'ServiceAccount')
    .map(subject => `${stringAt(subject, 'namespace') ?? own}/${stringAt(subject, 'name') ?? ''}`);
}

/** As which account the written workload runs, where its whole body tells. */
function accountOf({ finding, activity }: AccountStep): string | undefined {
  if (activity?.type !== 'audit' || !isEffective(finding.action)) return undefined;
  const change = readWorkloadChange(activity);
  if (change?.change.complete !== true) return undefined;
  const { namespace, serviceAccount } = change.workload;
  return `${namespace}/${serviceAccount || 'default'}`;
}
