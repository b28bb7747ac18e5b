import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '../../src/model/json.ts';
import { start } from './run-watchbill.ts';

export interface Watching {
  readonly child: ChildProcess;
  said(): string;
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts a watch and waits until it says that it is ready. */
export async function startWatch(words: readonly string[]): Promise<Watching> {
  const child = start(['run', ...words]);
  let said = '';
  child.stderr?.on('data', data => {
    said += String(data);
  });
  const ended = once(child, 'close');
  for (let tries = 0; !/^ready$/m.test(said); tries += 1) {
    assert.ok(child.exitCode === null && tries < 1_200, `not ready: ${said}`);
    await sleep(25);
  }
  return {
    child,
    said: () => said,
    kill: async signal => {
      child.kill(signal);
      const [code] = await ended;
      return typeof code === 'number' ? code : null;
    },
  };
}

export const eventList = (events: readonly JsonObject[]): string =>
  JSON.stringify({
    kind: 'EventList',
    apiVersion: 'audit.k8s.io/v1',
    metadata: {},
    items: events.map(({ kind: _, apiVersion: __, ...event }) => event),
  });

export interface Posted {
  readonly port: number;
  readonly path?: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The status; 0 where the connection broke. */
export function post({ port, path = '/', body, headers = {} }: Posted): Promise<number> {
  return new Promise(resolve => {
    const sent = request({ port, path, host: '127.0.0.1', method: 'POST', headers }, response => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
      response.once('error', () => resolve(0));
    });
    sent.once('error', () => resolve(0));
    sent.end(body);
  });
}

/** A port of loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
