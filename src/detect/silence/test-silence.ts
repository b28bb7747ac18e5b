import type { ArrivalNotice } from '../../model/notice.ts';
import type { Detector } from '../../model/seams.ts';
import type { Signal } from '../../model/signal.ts';
import type { SilenceOptions } from './silence.ts';
import { createSilence } from './silence.ts';

const start = Date.parse('2026-11-23T00:00:00Z');
const second = 1_000;

/** A source that gives batches, and a clock that is turned by hand. */
export interface Listening {
  readonly detector: Detector;
  /** So many seconds after the start. */
  at(): number;
  /** A batch now. */
  hear(batch?: Partial<ArrivalNotice>): readonly string[];
  /** Time passes, with a tick every five seconds. */
  wait(seconds: number): readonly string[];
  /** A batch every so many seconds, for so long. */
  usual(options: {
    readonly every: number;
    readonly seconds: number;
    readonly events?: number;
  }): readonly string[];
  /** As after a restart that took no time. */
  restarted(): Listening;
}

const stream = { source: 'audit-webhook:127.0.0.1:8765', cluster: 'prod' };

export function listening(
  options: SilenceOptions = {},
  { detector = createSilence(options), elapsed = 0, kept = new Map<string, string | null>() } = {},
): Listening {
  let now = start + elapsed * second;
  detector.notice?.({ type: 'opened', ...stream, at: now });
  const hear = (batch: Partial<ArrivalNotice> = {}): readonly string[] => {
    const arrival = { type: 'arrival', ...stream, at: now, events: 10, refused: 0 } as const;
    return texts(detector.notice?.({ ...arrival, oldest: now - 900, newest: now - 100, ...batch }));
  };
  const wait = (seconds: number): readonly string[] => {
    const said: string[] = [];
    for (let left = seconds; left > 0; left -= 5) {
      now += Math.min(5, left) * second;
      said.push(...texts(detector.notice?.({ type: 'tick', at: now })));
    }
    return said;
  };
  return {
    detector,
    at: () => (now - start) / second,
    hear,
    wait,
    usual: ({ every, seconds, events = 10 }) => {
      const said: string[] = [];
      for (let passed = 0; passed < seconds; passed += every) said.push(...wait(every), ...hear({ events }));
      return said;
    },
    restarted: () => {
      for (const { key, value } of detector.takeChanges?.() ?? []) kept.set(key, value);
      const again = createSilence(options);
      again.restore?.([...kept].map(([key, value]) => ({ key, value })));
      return listening(options, { detector: again, elapsed: (now - start) / second, kept });
    },
  };
}

/** `silence-quiet high: no event for 5 minutes; …` */
export const texts = (signals: readonly Signal[] = []): readonly string[] =>
  signals.map(({ detector, severity, reasons }) => `${detector.id} ${severity}: ${reasons.join('; ')}`);
