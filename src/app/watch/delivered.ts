import type { Dealt, WatchObserver } from '../../pipeline/watch.ts';

/** How far the sources of requests have told, by cluster: what they did not tell by then, they will not. */
export interface Delivered {
  /** When this watch began, milliseconds since 1970. */
  readonly began: number;
  /** The time of the latest event that came from all of these sources, by their names, milliseconds since 1970; undefined: nothing yet. */
  until(sources: readonly string[]): number | undefined;
  /** Hears of each commit, and passes it on. */
  observing(observer: WatchObserver): WatchObserver;
}

export function createDelivered(began: number): Delivered {
  const latest = new Map<string, number>();
  const note = ({ source, batch, newest }: Dealt): void => {
    const ends = batch.pieces.map(piece => ('bytes' in piece ? lastTime(piece.bytes) : 0));
    const until = Math.max(newest, latest.get(source.name) ?? 0, ...ends);
    if (until > 0) latest.set(source.name, until);
  };
  return {
    began,
    until(sources) {
      const times = sources.map(source => latest.get(source) ?? 0);
      const least = Math.min(...times);
      return times.length === 0 || least === 0 ? undefined : least;
    },
    observing: observer => ({
      ready: observer.ready,
      committed: commit => {
        for (const dealt of commit.arrived) note(dealt);
        observer.committed(commit);
      },
    }),
  };
}

/** Most events are passed over without their time being read: the last one's stands near the end. 0: there is none. */
function lastTime(bytes: Buffer): number {
  const at = bytes.lastIndexOf('stageTimestamp');
  if (at === -1) return 0;
  const text = bytes.toString('latin1', at, at + 80);
  const time = Date.parse(/\d{4}-\d\d-\d\dT[\d:.]+Z/.exec(text)?.[0] ?? '');
  return Number.isNaN(time) ? 0 : time;
}
