import type { AuditActivity, AuditLevel } from '../../model/activity.ts';
import type { ChangeLog } from '../../model/change-log.ts';
import { numberAt, stringAt } from '../../model/json.ts';
import type { Signal } from '../../model/signal.ts';
import { evidenceOf } from './activity-signal.ts';
import { createBounded } from './bounded.ts';
import type { Causes } from './causes.ts';
import { makesPods } from './makes-pods.ts';
import { isoTime } from './words.ts';

/** At which level one kind of request of one user is logged. */
interface Logged {
  readonly level: AuditLevel;
  /** In a row. */
  readonly times: number;
  /** In a row at a lower level since. */
  readonly lower: number;
  readonly lowerSince: number;
}

const ranks: readonly AuditLevel[] = ['None', 'Metadata', 'Request', 'RequestResponse'];
const rank = (level: AuditLevel): number => ranks.indexOf(level);
/** So many in a row make a level the usual one, and so many in a row at a lower one make it lowered. */
const usualFrom = 5;
const loweredFrom = 2;
const remembered = 5_000;
const writes = new Set(['create', 'update', 'patch']);

export interface Levels {
  inspect(activity: AuditActivity): readonly Signal[];
  restore(key: string, value: unknown): void;
}

/** An audit policy is edited far less often than its user's requests come: the level of a kind of request is a constant until then. */
export function createLevels(causes: Causes, log: ChangeLog): Levels {
  const known = createBounded<Logged>(remembered);
  const note = (key: string, logged: Logged): void => {
    known.set(key, logged);
    log.note(`level ${key}`, logged);
  };
  return {
    inspect: activity => {
      const { request, cluster } = activity;
      const { object, verb, level, user, at } = request;
      if (
        object === undefined ||
        !writes.has(verb) ||
        rank(level) < 0 ||
        request.stage !== 'ResponseComplete'
      )
        return [];
      const kind = [cluster, object.group, object.resource, object.subresource, verb];
      const key = JSON.stringify([...kind, user.user, object.namespace]);
      const before = known.get(key);
      const after = nextLogged(before, level, Date.parse(at));
      if (before === undefined || changes(before, after)) note(key, after);
      return before === undefined ? [] : told(activity, { before, after, causes });
    },
    restore: (key, value) => {
      const level = ranks.find(name => name === stringAt(value, 'level'));
      if (level === undefined) return;
      const number = (field: string): number => numberAt(value, field) ?? 0;
      known.set(key, {
        level,
        times: number('times'),
        lower: number('lower'),
        lowerSince: number('lowerSince'),
      });
    },
  };
}

/** Beyond the count that matters, nothing new is written down. */
const changes = (before: Logged, after: Logged): boolean =>
  before.level !== after.level || before.lower !== after.lower || before.times !== after.times;

function nextLogged(before: Logged | undefined, level: AuditLevel, at: number): Logged {
  if (before === undefined) return { level, times: 1, lower: 0, lowerSince: 0 };
  if (level === before.level)
    return { level, times: Math.min(usualFrom, before.times + 1), lower: 0, lowerSince: 0 };
  if (rank(level) > rank(before.level) || before.times < usualFrom)
    return { level, times: 1, lower: 0, lowerSince: 0 };
  const lower = Math.min(loweredFrom, before.lower + 1);
  return { ...before, lower, lowerSince: before.lower === 0 ? at : before.lowerSince };
}

interface Step {
  readonly before: Logged;
  readonly after: Logged;
  readonly causes: Causes;
}

function told(activity: AuditActivity, { before, after, causes }: Step): readonly Signal[] {
  const { cluster, request } = activity;
  const { object, level, verb } = request;
  const at = Date.parse(request.at);
  if (object === undefined || Number.isNaN(at)) return [];
  const { group, resource } = object;
  const about = { cluster, group, kind: 'AuditLevel', namespace: '', name: resource, uid: '' };
  if (after.lower < loweredFrom) {
    const back = before.lower >= loweredFrom;
    return back
      ? causes.resolve({ name: 'level', about, at }, [`${resource} are logged at ${level} again`])
      : [];
  }
  return causes.raise({
    name: 'level',
    about,
    since: after.lowerSince,
    at,
    severity: makesPods(resource) ? 'high' : 'medium',
    reasons: [
      `${verb} of ${resource} by ${request.user.user} was logged at ${before.level}, and is logged at ${level} since ${isoTime(after.lowerSince)}`,
    ],
    evidence: [evidenceOf(activity)],
  });
}
