import { booleanAt, numberAt } from '../../model/json.ts';
import type { StreamName } from '../../model/notice.ts';
import type { Workload } from '../../model/workload.ts';

/** What is remembered of a stream of events. Times are milliseconds since 1970. */
export interface Stream {
  readonly source: string;
  readonly cluster: string;
  /** When an event came last, or the watch began to read, if that was later. */
  heard: number;
  /** The time of the newest event, by the API server's clock. */
  newest: number;
  events: number;
  batches: number;
  /** It has brought events as they happened; until then it is a backlog, and nothing is said of its times. */
  timely: boolean;
  /** The longest pause that was nothing special; fades. */
  pause: number;
  /** How late events usually are; 0 while it is not known. */
  lag: number;
  /** Since when they are later than usual, and how late they were then. */
  lateSince: number;
  lateThen: number;
  /** Batches in a row from the future. */
  ahead: number;
}

export const sourceWorkload = ({ source, cluster }: StreamName): Workload => ({
  cluster,
  group: '',
  kind: 'AuditSource',
  namespace: '',
  name: source,
  uid: '',
});

export const streamKey = ({ source, cluster }: StreamName): string => JSON.stringify([source, cluster]);

export function newStream({ source, cluster }: StreamName, at: number): Stream {
  const unheard = { newest: 0, events: 0, batches: 0, timely: false };
  return {
    source,
    cluster,
    heard: at,
    ...unheard,
    pause: 0,
    lag: 0,
    lateSince: 0,
    lateThen: 0,
    ahead: 0,
  };
}

export function readStream(key: string, value: unknown): Stream | undefined {
  const name: unknown = JSON.parse(key);
  if (!Array.isArray(name)) return undefined;
  const [source, cluster]: readonly unknown[] = name;
  if (typeof source !== 'string' || typeof cluster !== 'string') return undefined;
  const number = (field: string): number => numberAt(value, field) ?? 0;
  return {
    ...newStream({ source, cluster }, number('heard')),
    newest: number('newest'),
    events: number('events'),
    batches: number('batches'),
    timely: booleanAt(value, 'timely') === true,
    pause: number('pause'),
    lag: number('lag'),
    lateSince: number('lateSince'),
    lateThen: number('lateThen'),
  };
}
