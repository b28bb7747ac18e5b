/**
 * Writes a synthetic audit.k8s.io/v1 log, one event a line, keys in the order of the API server's Go struct.
 *   node bench/generate/audit-log.ts COUNT FILE [SEED]
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { eventKinds } from './events.ts';
import type { GeneratedEvent } from './generated-event.ts';
import type { Random } from './random.ts';
import { seededRandom } from './random.ts';

const start = Date.UTC(2026, 7, 1);

/** The lines of a log, without line ends; `now` gives the time of each event, milliseconds since 1970, if it is not to be that of the corpus. */
export function* auditLog(count: number, seed: number, now?: () => number): Generator<string> {
  const random = seededRandom(seed);
  const total = eventKinds.reduce((sum, [weight]) => sum + weight, 0);
  let clock = start;
  for (let index = 0; index < count; index++) {
    clock += 3 + random.next() * 9;
    yield JSON.stringify(complete(random, choose(random, total), now?.() ?? clock));
  }
}

function choose(random: Random, total: number): GeneratedEvent {
  let left = random.next() * total;
  for (const [weight, make] of eventKinds) {
    left -= weight;
    if (left <= 0) return make(random);
  }
  throw new Error('the weights do not add up to their total');
}

function complete(random: Random, event: GeneratedEvent, clock: number): object {
  const took = event.verb === 'watch' ? 300_000 * random.next() : 1 + random.next() * 20;
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: event.level,
    auditID: random.uuid(),
    stage: event.stage ?? 'ResponseComplete',
    requestURI: event.uri,
    verb: event.verb,
    user: event.user,
    ...(event.impersonated === undefined ? {} : { impersonatedUser: event.impersonated }),
    sourceIPs: [`10.0.${random.below(8)}.${20 + random.below(60)}`],
    userAgent: event.agent,
    ...(event.object === undefined ? {} : { objectRef: event.object }),
    responseStatus: status(event),
    ...(event.request === undefined ? {} : { requestObject: event.request }),
    ...(event.response === undefined ? {} : { responseObject: event.response }),
    requestReceivedTimestamp: timestamp(random, clock),
    stageTimestamp: timestamp(random, clock + took),
    annotations: {
      'authorization.k8s.io/decision': event.code === 403 ? 'forbid' : 'allow',
      'authorization.k8s.io/reason': '',
    },
  };
}

function status(event: GeneratedEvent): object {
  if (event.failure === undefined) return { metadata: {}, code: event.code ?? 200 };
  return {
    metadata: {},
    status: 'Failure',
    message: event.failure,
    reason: 'Forbidden',
    details: { kind: event.object?.['resource'] },
    code: event.code,
  };
}

function timestamp(random: Random, milliseconds: number): string {
  const micros = String(random.below(1000)).padStart(3, '0');
  return new Date(Math.floor(milliseconds)).toISOString().replace('Z', `${micros}Z`);
}

function writeLog(count: number, file: string, seed: number): void {
  const descriptor = openSync(file, 'w');
  let pending: string[] = [];
  for (const line of auditLog(count, seed)) {
    pending.push(line);
    if (pending.length < 2000) continue;
    writeSync(descriptor, `${pending.join('\n')}\n`);
    pending = [];
  }
  if (pending.length > 0) writeSync(descriptor, `${pending.join('\n')}\n`);
  closeSync(descriptor);
}

if (import.meta.main) {
  const [count = '1000000', file = 'audit.jsonl', seed = '20260801'] = process.argv.slice(2);
  writeLog(Number(count), file, Number(seed));
}
