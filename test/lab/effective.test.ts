/**
 * Thousands of generated changes to a real API server: what is reconstructed from its audit log at level Request, and read at
 * RequestResponse, must be what the server answers. `WATCHBILL_LAB_CHANGES` (6000) and `WATCHBILL_LAB_SEED` set the length and the seed;
 * `WATCHBILL_LAB_REPORT` is the beginning of the names of files for the whole report.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createDecoder } from '../../src/formats/decoder.ts';
import type { AuditedRequest } from '../../src/model/activity.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { isObject, objectAt } from '../../src/model/json.ts';
import { applyRequest } from '../../src/workloads/effective/apply-request.ts';
import type { Effective } from '../../src/workloads/effective/effective.ts';
import { skipWithout } from './cluster.ts';
import type { ControlPlane } from './control-plane.ts';
import { findControlPlane, startControlPlane, until } from './control-plane.ts';
import type { Sent } from './effective/changes.ts';
import { makeChange } from './effective/changes.ts';
import { wrong } from './effective/comparable.ts';
import type { LabKind } from './effective/objects.ts';
import { kinds, makeObject } from './effective/objects.ts';
import { disagreements } from './effective/openapi.ts';
import type { Random } from './effective/random.ts';
import { createRandom } from './effective/random.ts';
import type { Answer } from './request.ts';
import { request } from './request.ts';

const policy = `
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- {level: RequestResponse, verbs: [create, update, patch, delete, deletecollection], namespaces: [answers]}
- {level: Request, verbs: [create, update, patch, delete, deletecollection], namespaces: [requests]}
- {level: None}
`;

const total = Number(process.env['WATCHBILL_LAB_CHANGES'] ?? 6_000);
const seed = Number(process.env['WATCHBILL_LAB_SEED'] ?? 1);
const reportFile = process.env['WATCHBILL_LAB_REPORT'];
const perObject = 12;

const found = findControlPlane();
const skip = skipWithout(found);

/** One request of a person with what the server answered to it. */
interface Played {
  /** The server takes the audit id that a client chooses. */
  readonly id: string;
  readonly sent: Sent;
  readonly code: number;
  readonly answer: string;
  readonly real: JsonObject | undefined;
}

describe('effective objects and a real API server', { skip }, () => {
  let plane: ControlPlane;

  before(async () => {
    assert.ok('path' in found, 'missing' in found ? found.missing : '');
    plane = await startControlPlane(found.path, policy);
    for (const namespace of ['requests', 'answers']) {
      plane.kubectl('admin', ['create', 'namespace', namespace]);
      for (const account of ['runner', 'deployer'])
        plane.kubectl('admin', ['create', 'serviceaccount', account, '-n', namespace]);
    }
  });
  after(() => plane?.stop());

  for (const [namespace, share] of [
    ['requests', 0.85],
    ['answers', 0.15],
  ] as const) {
    test(`${Math.round(total * share)} changes, in the namespace ${namespace}`, async t => {
      const histories = await playAll(namespace, Math.ceil((total * share) / perObject));
      const events = await loggedOf(namespace, histories);
      const report = compareAll(histories, events);
      t.diagnostic(JSON.stringify(report.counts));
      if (reportFile !== undefined) writeFileSync(`${reportFile}.${namespace}`, JSON.stringify(report));
      assert.deepEqual(report.differences.slice(0, 20).map(inShort), []);
      assert.ok((report.counts['allowed'] ?? 0) > total * share * 0.4, 'too few changes were taken');
      assert.ok(
        (report.counts['whole'] ?? 0) > (report.counts['compared'] ?? 0) * 0.6,
        'too much is unknown',
      );
    });
  }

  for (const api of ['api/v1', 'apis/apps/v1', 'apis/batch/v1']) {
    test(`the types of ${api} merge as the server says`, async () => {
      const { body } = await request(`${plane.url}/openapi/v3/${api}`, { token: 'admin-token' });
      const document: unknown = JSON.parse(body);
      assert.ok(isObject(document));
      assert.deepEqual(disagreements(document), []);
    });
  }

  /** Histories of objects by name; several at a time. */
  async function playAll(
    namespace: string,
    objects: number,
  ): Promise<ReadonlyMap<string, readonly Played[]>> {
    const histories = new Map<string, readonly Played[]>();
    let next = 0;
    const work = async (): Promise<void> => {
      for (let index = next++; index < objects; index = next++) {
        const random = createRandom(seed * 1_000_003 + index + (namespace === 'answers' ? 500_000 : 0));
        const kind = kinds[index % kinds.length] ?? random.one(kinds);
        const name = `o${index}`;
        histories.set(`${kind.resource}/${name}`, await play(random, { kind, name, namespace }));
      }
    };
    await Promise.all(Array.from({ length: 6 }, work));
    return histories;
  }

  interface Subject {
    readonly kind: LabKind;
    readonly name: string;
    readonly namespace: string;
  }

  async function play(random: Random, subject: Subject): Promise<readonly Played[]> {
    const history: Played[] = [];
    let real: JsonObject | undefined;
    for (let change = 0; change < perObject; change++) {
      const sent: Sent = real === undefined ? creation(random, subject) : nextChange(random, subject, real);
      const id = `${subject.kind.resource}/${subject.name}/${change}`;
      const headers = { 'content-type': sent.type, 'user-agent': 'lab/1', 'audit-id': id };
      const { method, body } = sent;
      const answer = await request(urlOf(subject, sent), { token: 'admin-token', method, body, headers });
      real = await realAfter({ subject, sent, before: real, answer });
      history.push({ id, sent, code: answer.code, answer: answer.body, real });
    }
    return history;
  }

  interface Answered {
    readonly subject: Subject;
    readonly sent: Sent;
    readonly before: JsonObject | undefined;
    readonly answer: Answer;
  }

  /** The object after a request. The answer to a rehearsal is not it, nor a Scale or a Status. */
  async function realAfter({ subject, sent, before, answer }: Answered): Promise<JsonObject | undefined> {
    if (answer.code >= 300 || (sent.query ?? '').includes('dryRun')) return before;
    if (sent.method === 'DELETE') return undefined;
    const object: unknown = JSON.parse(answer.body);
    return isObject(object) && object['kind'] === subject.kind.kind ? alive(object) : get(subject);
  }

  async function get(subject: Subject): Promise<JsonObject | undefined> {
    const { code, body } = await request(urlOf(subject, { method: 'PUT', type: '', body: '' }), {
      token: 'admin-token',
    });
    const object: unknown = JSON.parse(body);
    return code === 200 && isObject(object) ? alive(object) : undefined;
  }

  function creation(random: Random, { kind, name }: Subject): Sent {
    const body = makeObject(random, kind, name);
    return random.chance(0.7)
      ? { method: 'POST', type: 'application/json', query: 'fieldManager=alpha', body }
      : {
          method: 'PATCH',
          type: 'application/apply-patch+yaml',
          query: 'fieldManager=beta&force=true',
          body,
        };
  }

  function nextChange(random: Random, { kind }: Subject, current: JsonObject): Sent {
    // With finalizers it would stay for a while.
    const held = objectAt(current, 'metadata')?.['finalizers'] !== undefined;
    if (held || !random.chance(0.03)) return makeChange({ random, kind, current });
    return {
      method: 'DELETE',
      type: 'application/json',
      query: 'gracePeriodSeconds=0&propagationPolicy=Background',
      // Node sends no length for the body of a delete.
      body: undefined,
    };
  }

  function urlOf({ kind, name, namespace }: Subject, { method, subresource, query }: Sent): string {
    const root = kind.apiVersion === 'v1' ? '/api/v1' : `/apis/${kind.apiVersion}`;
    const path = `${root}/namespaces/${namespace}/${kind.resource}${method === 'POST' ? '' : `/${name}`}`;
    return `${plane.url}${path}${subresource === undefined ? '' : `/${subresource}`}${query === undefined ? '' : `?${query}`}`;
  }

  /** The events of all requests in their order, by object. */
  async function loggedOf(
    namespace: string,
    histories: ReadonlyMap<string, readonly Played[]>,
  ): Promise<ReadonlyMap<string, readonly AuditedRequest[]>> {
    const wanted = [...histories.values()].flatMap(history => history.map(({ id }) => id));
    let events: readonly AuditedRequest[] = [];
    await until('the audit log', () => {
      events = read().filter(event => event.object?.namespace === namespace);
      const logged = new Set(events.map(event => event.auditId));
      return wanted.every(id => logged.has(id));
    });
    // A body that is no object has no name.
    const nameOf = ({ auditId, object }: AuditedRequest): string =>
      /^(\w+\/\w+)\/\d+$/.exec(auditId)?.[1] ?? `${object?.resource}/${object?.name}`;
    return Map.groupBy(events, nameOf);
  }

  function read(): readonly AuditedRequest[] {
    const requests: AuditedRequest[] = [];
    const decode = createDecoder({ cluster: 'lab', interest: 'everything' }, ({ activities, refusals }) => {
      assert.deepEqual(refusals, []);
      for (const activity of activities) if (activity.type === 'audit') requests.push(activity.request);
    });
    // At 100 MB the server begins another file.
    const folder = dirname(plane.auditLog);
    const files = readdirSync(folder).filter(file => /^audit.*\.log$/.test(file));
    for (const file of files.toSorted()) {
      const whole = readFileSync(join(folder, file));
      const bytes = whole.subarray(0, whole.lastIndexOf(10) + 1);
      decode({ source: 'audit-file', file, bytes, last: true });
    }
    return requests;
  }
});

interface Difference {
  readonly name: string;
  readonly found: readonly string[];
  readonly sent: Sent;
  readonly before: Effective | undefined;
  readonly after: Effective | undefined;
  readonly answer: string;
}

const inShort = ({ name, found, sent }: Difference): string =>
  `${name}: ${found.slice(0, 4).join(', ')} after ${sent.method} ${sent.type} ${sent.subresource ?? ''}`;

interface Report {
  readonly counts: { readonly [what: string]: number };
  readonly differences: readonly Difference[];
}

function compareAll(
  histories: ReadonlyMap<string, readonly Played[]>,
  events: ReadonlyMap<string, readonly AuditedRequest[]>,
): Report {
  const counts = new Map<string, number>();
  const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);
  const differences: Difference[] = [];
  for (const [name, history] of histories) {
    // What follows the first difference of an object would only repeat it.
    const first = compareHistory(history, events.get(name) ?? [], count);
    if (first !== undefined) differences.push({ name, ...first });
  }
  return { counts: Object.fromEntries(counts), differences };
}

function compareHistory(
  history: readonly Played[],
  events: readonly AuditedRequest[],
  count: (what: string) => void,
): Omit<Difference, 'name'> | undefined {
  const mine = [...history];
  let state: Effective | undefined;
  for (const event of events) {
    const previous = state;
    state = applyRequest(state, event);
    // Controllers write, too.
    if (event.user.user !== 'kubernetes-admin') continue;
    const played = mine.shift();
    assert.ok(
      played !== undefined && played.code === event.code,
      `${played?.code} ${event.code} ${event.uri}`,
    );
    count(event.outcome);
    count(`${played.sent.type.replace('application/', '')} ${event.outcome}`);
    if (event.outcome !== 'allowed') assert.deepEqual(state, previous);
    const found = differenceOf(state, played.real);
    countKnown(state, count);
    if (isLost(state) && !isLost(previous)) count(`lost by ${played.sent.type}`);
    if (found.length > 0)
      return { found, sent: played.sent, before: previous, after: state, answer: played.answer };
  }
  return undefined;
}

function countKnown(state: Effective | undefined, count: (what: string) => void): void {
  count('compared');
  if (state === undefined || state.unknown.length === 0) count('whole');
  if (isLost(state)) count('everything unknown');
}

const isLost = (state: Effective | undefined): boolean => state?.unknown.includes('*') === true;

function differenceOf(state: Effective | undefined, real: JsonObject | undefined): readonly string[] {
  if (state === undefined || real === undefined) return state === real ? [] : ['existence'];
  return wrong(state.object, real, state.unknown);
}

function alive(object: JsonObject): JsonObject | undefined {
  return objectAt(object, 'metadata')?.['deletionTimestamp'] === undefined ? object : undefined;
}
