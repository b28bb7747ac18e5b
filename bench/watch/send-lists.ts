import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventList } from './event-lists.ts';
import { batch, eventLists } from './event-lists.ts';

export interface Sent {
  /** Numbers of the lists that were answered with success. */
  readonly acknowledged: number[];
  /** Milliseconds from the sending of each until that. */
  readonly times: number[];
  readonly bytes: number;
  /** Answers that said to try again. */
  readonly turnedAway: number;
}

export interface Sending {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** Events a second; 0: as many as are taken. */
  readonly rate: number;
}

/** Sends as API servers do: each list again until it is answered with success. */
export function startSending({ port, connections, seconds, rate }: Sending): {
  readonly so: Sent;
  readonly done: Promise<void>;
} {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const lists = eventLists();
  const acknowledged: number[] = [];
  const times: number[] = [];
  const so = { acknowledged, times, bytes: 0, turnedAway: 0 };
  const began = performance.now();
  const end = began + seconds * 1000;
  let due = began;
  const nextDue = (): number => {
    const now = due;
    due += rate === 0 ? 0 : (batch * 1000) / rate;
    return now;
  };
  const sendUntilEnd = async (): Promise<void> => {
    for (let at = nextDue(); Math.max(at, performance.now()) < end; at = nextDue()) {
      if (at > performance.now()) await sleep(at - performance.now());
      const { value } = lists.next();
      if (value !== undefined) await sendUntilStored(value);
    }
  };
  const sendUntilStored = async ({ number, body }: EventList): Promise<void> => {
    for (;;) {
      const from = performance.now();
      if ((await post(body)) === 200) {
        so.times.push(performance.now() - from);
        so.acknowledged.push(number);
        so.bytes += body.length;
        return;
      }
      so.turnedAway += 1;
      await sleep(50);
    }
  };
  const post = (bytes: Buffer): Promise<number> =>
    new Promise((resolve, reject) => {
      const sending = request({ agent, port, host: '127.0.0.1', method: 'POST' }, response => {
        response.resume();
        response.once('end', () => resolve(response.statusCode ?? 0));
      });
      sending.once('error', reject);
      sending.end(bytes);
    });
  const done = Promise.all(Array.from({ length: connections }, sendUntilEnd)).then(() => agent.destroy());
  return { so, done };
}
