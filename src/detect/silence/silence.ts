import type { Activity, AuditActivity } from '../../model/activity.ts';
import { createChangeLog } from '../../model/change-log.ts';
import type { Interest } from '../../model/interest.ts';
import type {
  ArrivalNotice,
  ClockNotice,
  ConfigurationNotice,
  EndedNotice,
  Notice,
} from '../../model/notice.ts';
import { observationOf } from '../../model/observation.ts';
import type { Detector } from '../../model/seams.ts';
import type { Signal } from '../../model/signal.ts';
import { createAnswers } from './answers.ts';
import { createApiServers, isServerLease } from './api-servers.ts';
import { createAuditIds } from './audit-ids.ts';
import { createBlinding } from './blinding.ts';
import type { Causes, Trouble } from './causes.ts';
import { createCauses, silenceSignal } from './causes.ts';
import { silenceInterest } from './interest.ts';
import { createLevels } from './levels.ts';
import { rateSignals } from './rate-signals.ts';
import { createServerCounts } from './server-counts.ts';
import { createServerFlags } from './server-flags.ts';
import { sourceWorkload } from './stream.ts';
import { createStreams } from './streams.ts';
import { duration } from './words.ts';

export interface SilenceOptions {
  /** No source is called quiet before, milliseconds; five minutes if absent. */
  readonly quietAfter?: number;
  /** For input that ends: time is that of the events, and every one of them is looked at. */
  readonly byEvents?: boolean;
}

/**
 * Finds out where a cluster is not seen any more. It judges what comes by this machine's clock (as notices of a watch tell it) and by the
 * times in the events themselves; without notices, as in a scan, by the latter alone.
 */
export function createSilence({ quietAfter = 5 * 60_000, byEvents = false }: SilenceOptions = {}): Detector {
  const log = createChangeLog();
  const causes = createCauses(log);
  const streams = createStreams({ quietAfter, causes, log });
  const rates = rateSignals({ causes, log, streams });
  const counts = createServerCounts({ causes, log });
  const servers = createApiServers(causes, log);
  const flags = createServerFlags(log);
  const levels = createLevels(causes, log);
  const byContent = [createAuditIds(), levels, createAnswers(), createBlinding(), flags];
  /** By this machine's clock; 0 where nothing tells it. */
  let now = 0;
  let ticked = 0;

  const timed = (activity: AuditActivity): readonly Signal[] => {
    const at = Date.parse(activity.request.at);
    if (Number.isNaN(at)) return [];
    const { cluster, origin } = activity;
    const isTick = at >= ticked + tickEvery;
    if (isTick) ticked = at;
    const ticks = isTick ? [...servers.tick(at), ...rates.tick(at)] : [];
    now = Math.max(now, at);
    const times = { at, oldest: at, newest: at };
    return [
      ...ticks,
      ...arrived({ type: 'arrival', source: origin.file, cluster, ...times, events: 1, refused: 0 }),
    ];
  };
  const inspect = (activity: AuditActivity): readonly Signal[] => {
    if (isServerLease(activity)) return now === 0 ? [] : servers.inspect(activity, now);
    rates.inspected(activity, now);
    return byContent.flatMap(part => part.inspect(activity));
  };
  const arrived = (arrival: ArrivalNotice): readonly Signal[] => {
    rates.arrived(arrival);
    counts.arrived(arrival);
    return streams.arrived(arrival);
  };
  const noticed = (notice: Notice): readonly Signal[] => {
    if (notice.type === 'opened') {
      streams.opened(notice);
      servers.opened(notice.at);
      const { source, cluster = '', at } = notice;
      return causes.resolve(endOf({ type: 'ended', source, cluster, at }), ['it is read again']);
    }
    if (notice.type === 'arrival') return arrived(notice);
    if (notice.type === 'tick')
      return [...streams.tick(notice.at), ...servers.tick(notice.at), ...rates.tick(notice.at)];
    if (notice.type === 'server') return counts.asked(notice);
    if (notice.type === 'configuration') return configured(notice, causes);
    if (notice.type === 'ended') return causes.raise(endOf(notice));
    streams.shift(notice.jumped);
    servers.shift(notice.jumped);
    return [silenceSignal(clockOf(notice))];
  };
  const parts = new Map<string, (key: string, value: unknown) => void>([
    ['cause', causes.restore],
    ['stream', streams.restore],
    ['server', servers.restore],
    ['flags', flags.restore],
    ['level', levels.restore],
    ['counts', counts.restore],
    ...rates.restores,
  ]);
  return {
    name: 'silence',
    interest: byEvents ? everything : silenceInterest,
    inspect: (activity: Activity) => {
      // An object that was seen at the API server is no event of its log.
      if (activity.type !== 'audit' || observationOf(activity) !== undefined) return [];
      if (activity.format === 'admission-review') return [];
      return byEvents ? [...timed(activity), ...inspect(activity)] : inspect(activity);
    },
    notice: notice => {
      now = notice.at;
      return noticed(notice);
    },
    takeChanges: log.take,
    restore: entries => {
      for (const { key, value } of entries) {
        const end = key.indexOf(' ');
        if (value !== null) parts.get(key.slice(0, end))?.(key.slice(end + 1), JSON.parse(value));
      }
    },
  };
}

function configured({ at, problem }: ConfigurationNotice, causes: Causes): readonly Signal[] {
  const trouble = { name: 'configuration', about: { ...machine, name: 'configuration' }, at } as const;
  if (problem === '') return causes.resolve(trouble, ['it was read anew']);
  return causes.raise({
    ...trouble,
    since: at,
    severity: 'medium',
    reasons: [`the old one stays: ${problem}`],
  });
}

/** Milliseconds of event time. */
const tickEvery = 10_000;

const everything: Interest = { pair: () => true, codes: new Set() };

const endOf = (notice: EndedNotice): Trouble => ({
  name: 'ended',
  about: sourceWorkload(notice),
  since: notice.at,
  at: notice.at,
  severity: 'high',
  reasons: ['it gives nothing more in this watch'],
});

const clockOf = ({ at, jumped }: ClockNotice): Trouble => ({
  name: 'clock',
  about: machine,
  since: at,
  at,
  severity: 'low',
  reasons: [clockSentence(jumped)],
});

const clockSentence = (jumped: number): string =>
  jumped > 0
    ? `the clock was set forward by ${duration(jumped)}, or the machine stood still for so long`
    : `the clock was set back by ${duration(-jumped)}`;

const machine = { cluster: '', group: '', kind: 'Watch', namespace: '', name: 'clock', uid: '' };
