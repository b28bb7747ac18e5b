import type { AuditActivity } from '../../model/activity.ts';
import type { ChangeLog } from '../../model/change-log.ts';
import type { ArrivalNotice, StreamName } from '../../model/notice.ts';
import type { Signal } from '../../model/signal.ts';
import type { Workload } from '../../model/workload.ts';
import type { Causes } from './causes.ts';
import type { Rates, SlotEnd } from './rates.ts';
import { createRates } from './rates.ts';
import { sourceWorkload } from './stream.ts';
import type { Streams } from './streams.ts';
import { counted } from './words.ts';

export interface RateSignalsOptions {
  readonly causes: Causes;
  readonly log: ChangeLog;
  readonly streams: Streams;
}

export interface RateSignals {
  arrived(arrival: ArrivalNotice): void;
  inspected(activity: AuditActivity, at: number): void;
  tick(at: number): readonly Signal[];
  readonly restores: readonly (readonly [string, Rates['restore']])[];
}

const minute = 60_000;
/** So many slots in a row: with earlier days to compare with, fewer are needed. */
const slotsLow = { hour: 2, slots: 3 } as const;

/** Compares a source, and each kind of request, with how much usually comes of it. */
export function rateSignals({ causes, log, streams }: RateSignalsOptions): RateSignals {
  const ofStreams = createRates({
    prefix: 'rate',
    slot: 10 * minute,
    trail: 12,
    part: 0.1,
    atLeast: 60,
    log,
  });
  const ofKinds = createRates({
    prefix: 'kind',
    slot: 60 * minute,
    trail: 24,
    part: 0.02,
    atLeast: 10,
    log,
  });
  const isHeard = (cluster: string): boolean =>
    [...streams.all()].some(
      stream =>
        stream.cluster === cluster &&
        stream.timely &&
        !causes.isOpen({ name: 'quiet', about: sourceWorkload(stream) }),
    );
  const told = (end: SlotEnd, name: 'rate' | 'vanished', about: Workload): readonly Signal[] => {
    const trouble = { name, about, at: end.ended } as const;
    if (end.low === 0)
      return causes.resolve(trouble, [`${counted(end.count, 'event')} came in the last slot`]);
    if (end.low < slotsLow[end.by] || !isHeard(about.cluster)) return [];
    return causes.raise({
      ...trouble,
      since: end.ended - end.low * (name === 'rate' ? 10 : 60) * minute,
      severity: end.by === 'hour' ? 'medium' : 'low',
      reasons: [sentence(end, name)],
    });
  };
  return {
    arrived: arrival => {
      if (arrival.newest > 0 && arrival.at - arrival.newest > 15 * minute) return;
      ofStreams.count(JSON.stringify([arrival.source, arrival.cluster]), arrival.at, arrival.events);
    },
    inspected: (activity, at) => {
      if (at > 0) ofKinds.count(kindKey(activity), at, 1);
    },
    tick: at => [
      ...ofStreams.ended(at).flatMap(end => told(end, 'rate', sourceWorkload(streamOf(end.key)))),
      ...ofKinds.ended(at).flatMap(end => told(end, 'vanished', kindOf(end.key))),
    ],
    restores: [
      ['rate', ofStreams.restore],
      ['kind', ofKinds.restore],
    ],
  };
}

function sentence({ count, usual, by, support }: SlotEnd, name: 'rate' | 'vanished'): string {
  const slot = name === 'rate' ? '10 minutes' : 'hour';
  const compared = by === 'hour' ? `at this hour of the last ${support} days` : `in the ${support} before`;
  return `${counted(count, 'event')} in the last ${slot}; there were at least ${usual} ${compared}`;
}

function kindKey({ cluster, request: { verb, object } }: AuditActivity): string {
  const { group = '', resource = '', subresource = '' } = object ?? {};
  return JSON.stringify([cluster, group, subresource === '' ? resource : `${resource}/${subresource}`, verb]);
}

const textsIn = (key: string): readonly string[] => {
  const value: unknown = JSON.parse(key);
  return Array.isArray(value) ? value.map(String) : [];
};

function streamOf(key: string): StreamName {
  const [source = '', cluster = ''] = textsIn(key);
  return { source, cluster };
}

function kindOf(key: string): Workload {
  const [cluster = '', group = '', resource = '', verb = ''] = textsIn(key);
  return { cluster, group, kind: 'AuditedRequests', namespace: '', name: `${verb} ${resource}`, uid: '' };
}
