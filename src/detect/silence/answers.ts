import type { AuditActivity } from '../../model/activity.ts';
import type { Severity } from '../../model/severity.ts';
import type { Evidence, Signal } from '../../model/signal.ts';
import { evidenceOf } from './activity-signal.ts';
import { silenceSignal } from './causes.ts';
import { makesPods } from './makes-pods.ts';
import { counted, duration, pathOf } from './words.ts';

interface Asked {
  readonly at: number;
  readonly evidence: Evidence;
  readonly text: string;
  readonly makesPods: boolean;
}

/** A request that was not long-running is answered within a minute (--request-timeout); a webhook delivers within 81 seconds more. */
const patience = 5 * 60_000;
/** What is found meanwhile is told together. */
const hour = 60 * 60_000;
const waitingKept = 20_000;
const shown = 3;
const longRunning = new Set(['watch', 'exec', 'attach', 'portforward', 'proxy', 'log']);

export interface Answers {
  inspect(activity: AuditActivity): readonly Signal[];
}

/** Requests that were logged when they arrived and never when they were answered. Time is that of the events, so a replay tells the same. */
export function createAnswers(): Answers {
  const clusters = new Map<string, Waiting>();
  return {
    inspect: activity => {
      const { cluster, request } = activity;
      const of = clusters.get(cluster) ?? { cluster, waiting: new Map<string, Asked>(), now: 0, told: 0 };
      clusters.set(cluster, of);
      const { waiting } = of;
      const at = Date.parse(request.at);
      if (at > of.now) of.now = at;
      const key = `${request.auditId} ${request.receivedAt}`;
      if (request.stage !== 'RequestReceived') waiting.delete(key);
      else if (!isLongRunning(activity) && waiting.size < waitingKept)
        waiting.set(key, askedOf(activity, at));
      return tell(of);
    },
  };
}

interface Waiting {
  readonly cluster: string;
  readonly waiting: Map<string, Asked>;
  /** The latest time in its events. */
  now: number;
  /** When something was told last, by the same clock. */
  told: number;
}

function tell(of: Waiting): readonly Signal[] {
  const { cluster, waiting, now } = of;
  if (waiting.size === 0) return [];
  const [[, oldest] = []] = waiting;
  if (oldest === undefined || now - oldest.at < patience || now - of.told < hour) return [];
  of.told = now;
  const missed: Asked[] = [];
  for (const [key, asked] of waiting) {
    if (now - asked.at < patience) break;
    waiting.delete(key);
    missed.push(asked);
  }
  const about = { cluster, group: '', kind: 'AuditLog', namespace: '', name: 'answers', uid: '' };
  const severity: Severity = missed.some(({ makesPods }) => makesPods) ? 'medium' : 'low';
  return [
    silenceSignal({
      name: 'unanswered',
      about,
      since: oldest.at,
      at: now,
      severity,
      reasons: [
        `${counted(missed.length, 'request')} logged on arrival and not answered within ${duration(patience)}: ${missed
          .slice(0, shown)
          .map(({ text }) => text)
          .join('; ')}`,
      ],
      evidence: missed.slice(0, shown).map(({ evidence }) => evidence),
    }),
  ];
}

function isLongRunning({ request: { verb, object } }: AuditActivity): boolean {
  return longRunning.has(verb) || longRunning.has(object?.subresource ?? '');
}

function askedOf(activity: AuditActivity, at: number): Asked {
  const { verb, uri, user, object } = activity.request;
  const ofPods =
    (verb === 'create' || verb === 'update' || verb === 'patch') && makesPods(object?.resource ?? '');
  return {
    at,
    evidence: evidenceOf(activity),
    text: `${verb} ${pathOf(uri)} by ${user.user}`,
    makesPods: ofPods,
  };
}
