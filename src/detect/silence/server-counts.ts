import type { ChangeLog } from '../../model/change-log.ts';
import { numberAt } from '../../model/json.ts';
import type { ArrivalNotice, ServerCounts, ServerNotice } from '../../model/notice.ts';
import type { Signal } from '../../model/signal.ts';
import type { Workload } from '../../model/workload.ts';
import type { Causes } from './causes.ts';
import { sourceWorkload } from './stream.ts';
import { counted, duration } from './words.ts';

export interface ServerCountsWatch {
  arrived(arrival: ArrivalNotice): void;
  asked(notice: ServerNotice): readonly Signal[];
  restore(key: string, value: unknown): void;
}

interface Asked {
  readonly at: number;
  readonly counts: ServerCounts;
  /** Events that had come by then. */
  readonly came: number;
}

/** What was sent and not yet come: a batch waits up to half a minute, and a retry for 81 seconds. */
const comparedAfter = 10 * 60_000;
const missingFrom = 0.1;
const missingAtLeast = 50;
const overAfter = 15 * 60_000;

/** Compares what an API server counts of its audit log with what came of it. */
export function createServerCounts({
  causes,
  log,
}: {
  readonly causes: Causes;
  readonly log: ChangeLog;
}): ServerCountsWatch {
  const came = new Map<string, number>();
  const last = new Map<string, Asked>();
  const compared = new Map<string, Asked>();
  const droppedAt = new Map<string, number>();
  const keyOf = ({ source, cluster }: { readonly source: string; readonly cluster: string }) =>
    JSON.stringify([source, cluster]);

  const dropped = (notice: ServerNotice, about: Workload, more: number, span: number): readonly Signal[] => {
    const key = keyOf(notice);
    const trouble = { name: 'dropped', about, at: notice.at } as const;
    if (more > 0) {
      droppedAt.set(key, notice.at);
      return causes.raise({
        ...trouble,
        since: notice.at - span,
        severity: 'high',
        reasons: [
          `apiserver_audit_error_total of ${notice.url} rose by ${more} in ${duration(span)}: so many events were not delivered by one of its backends`,
        ],
      });
    }
    if (notice.at - (droppedAt.get(key) ?? 0) < overAfter) return [];
    return causes.resolve(trouble, ['no further event was dropped']);
  };
  const undelivered = (notice: ServerNotice, about: Workload, now: Asked): readonly Signal[] => {
    const key = keyOf(notice);
    const base = compared.get(key);
    if (base === undefined || isRestart(base, now)) {
      compared.set(key, now);
      return [];
    }
    if (now.at - base.at < comparedAfter) return [];
    compared.set(key, now);
    const wrote = now.counts.events - base.counts.events;
    const arrived = now.came - base.came;
    const missing = wrote - arrived;
    const trouble = { name: 'undelivered', about, at: now.at } as const;
    if (missing < missingAtLeast || missing < wrote * missingFrom)
      return causes.resolve(trouble, [`${arrived} of ${wrote} events came`]);
    return causes.raise({
      ...trouble,
      since: base.at,
      severity: 'medium',
      reasons: [
        `the API server wrote ${counted(wrote, 'event')} in ${duration(now.at - base.at)}, and ${arrived} came from it: ${missing} are missing`,
      ],
    });
  };
  return {
    arrived: arrival => {
      const key = keyOf(arrival);
      came.set(key, (came.get(key) ?? 0) + arrival.events);
    },
    asked: notice => {
      const { counts, at } = notice;
      const about = sourceWorkload(notice);
      const key = keyOf(notice);
      const before = last.get(key);
      if (counts === undefined) {
        if (before === undefined) return [];
        const reasons = [`${notice.url}: ${notice.problem}`];
        return causes.raise({ name: 'metrics', about, since: at, at, severity: 'low', reasons });
      }
      const now = { at, counts, came: came.get(key) ?? 0 };
      last.set(key, now);
      log.note(`counts ${key}`, { ...counts, at });
      const readable = causes.resolve({ name: 'metrics', about, at }, ['it can be asked again']);
      if (before === undefined || isRestart(before, now))
        return [...readable, ...undelivered(notice, about, now)];
      const more = counts.errors - before.counts.errors;
      return [
        ...readable,
        ...dropped(notice, about, more, at - before.at),
        ...undelivered(notice, about, now),
      ];
    },
    restore: (key, value) => {
      const number = (field: string): number => numberAt(value, field) ?? 0;
      const counts = { events: number('events'), errors: number('errors'), started: number('started') };
      // What came before the restart is not known: that comparison begins anew.
      last.set(key, { at: number('at'), counts, came: 0 });
    },
  };
}

const isRestart = (before: Asked, now: Asked): boolean =>
  before.counts.started !== now.counts.started ||
  now.counts.events < before.counts.events ||
  now.came < before.came;
