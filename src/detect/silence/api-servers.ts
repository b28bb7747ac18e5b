import type { AuditActivity } from '../../model/activity.ts';
import type { ChangeLog } from '../../model/change-log.ts';
import { numberAt } from '../../model/json.ts';
import type { Signal } from '../../model/signal.ts';
import type { Causes } from './causes.ts';
import { counted, duration, isoTime } from './words.ts';

/** An API server's own lease, `kube-system/apiserver-…`, which it renews every ten seconds (KEP-1965). */
interface Server {
  /** When this machine heard of it last, and the time of that event. */
  heard: number;
  times: number;
}

export interface ApiServers {
  /** `at`: by this machine's clock. */
  inspect(activity: AuditActivity, at: number): readonly Signal[];
  tick(at: number): readonly Signal[];
  opened(at: number): void;
  /** This machine's clock was set by so much. */
  shift(by: number): void;
  restore(key: string, value: unknown): void;
}

const quietAfter = 3 * 60_000;
/** One that is gone for so long was taken out of service. */
const forgottenAfter = 3 * 24 * 3_600_000;
const known = 6;
const limit = 200;

export const isServerLease = ({ request: { object } }: AuditActivity): boolean =>
  object?.resource === 'leases' && object.namespace === 'kube-system' && object.name.startsWith('apiserver-');

/** Tells which of several API servers of a cluster is heard no more. Where none of them is, the source is quiet, which is told by itself. */
export function createApiServers(causes: Causes, log: ChangeLog): ApiServers {
  const servers = new Map<string, Server>();
  const aboutOf = (key: string) => {
    const [cluster = '', name = ''] = key.split('\0');
    return { cluster, group: '', kind: 'APIServer', namespace: '', name, uid: '' };
  };
  const othersHeard = (key: string, at: number): number =>
    [...servers].filter(
      ([other, { heard, times }]) =>
        other !== key && clusterOf(other) === clusterOf(key) && times >= known && at - heard < quietAfter,
    ).length;
  const silentOne = (key: string, server: Server, at: number): readonly Signal[] => {
    const silent = at - server.heard;
    if (silent < quietAfter || server.times < known) return [];
    const others = othersHeard(key, at);
    if (others === 0) return [];
    if (silent > forgottenAfter) forget(key);
    return causes.raise({
      name: 'server',
      about: aboutOf(key),
      since: server.heard,
      at,
      severity: 'medium',
      reasons: [
        `its lease kube-system/${aboutOf(key).name} was renewed in the log until ${isoTime(server.heard)}, ${duration(silent)} ago`,
        `${counted(others, 'other API server')} of the cluster ${others === 1 ? 'is' : 'are'} still heard; an upgrade or a restart gives an API server a new lease`,
      ],
    });
  };
  const forget = (key: string): void => {
    servers.delete(key);
    log.note(`server ${key}`, undefined);
  };
  return {
    inspect: (activity, at) => {
      const key = `${activity.cluster}\0${activity.request.object?.name ?? ''}`;
      if (!servers.has(key) && servers.size >= limit) return [];
      const server = servers.get(key) ?? { heard: at, times: 0 };
      servers.set(key, server);
      server.heard = at;
      server.times += 1;
      if (server.times === known || server.times % 60 === 0) log.note(`server ${key}`, server);
      return causes.resolve({ name: 'server', about: aboutOf(key), at }, ['it renews its lease again']);
    },
    tick: at => [...servers].flatMap(([key, server]) => silentOne(key, server, at)),
    opened: at => {
      for (const server of servers.values()) server.heard = Math.max(server.heard, at);
    },
    shift: by => {
      for (const server of servers.values()) server.heard += by;
    },
    restore: (key, value) => {
      const [heard, times] = [numberAt(value, 'heard'), numberAt(value, 'times')];
      if (heard !== undefined && times !== undefined) servers.set(key, { heard, times });
    },
  };
}

const clusterOf = (key: string): string => key.split('\0')[0] ?? '';
