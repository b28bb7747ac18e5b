import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { AuditedRequest } from '../../model/activity.ts';
import { copiedRequest } from '../../model/copied-request.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, objectAt, stringAt } from '../../model/json.ts';
import type { FormatName } from '../format-options.ts';
import { readRequest } from '../kubernetes-audit/read-request.ts';
import { decodeAll } from './decode-all.ts';

/** Real events, of every verb, resource, level, stage and code that the recording has: the first of each. */
const events = realEvents();

function realEvents(): readonly JsonObject[] {
  const recording = new URL('../../../recordings/harbor/audit.log.gz', import.meta.url);
  const first = new Map<string, JsonObject>();
  for (const line of gunzipSync(readFileSync(recording)).toString('utf8').trim().split('\n')) {
    const event: unknown = JSON.parse(line);
    if (!isObject(event)) continue;
    const { verb, object, level, stage, code, impersonated } = readRequest(event);
    const kind = [
      verb,
      object?.resource,
      object?.subresource,
      level,
      stage,
      code,
      impersonated !== undefined,
    ].join(' ');
    if (!first.has(kind)) first.set(kind, event);
  }
  return [...first.values()];
}

interface Envelope {
  readonly format: FormatName;
  readonly wrap: (events: readonly JsonObject[]) => string;
  /** Fields of AuditedRequest that this envelope has no place for. */
  readonly loses?: readonly (keyof AuditedRequest)[];
}

const text = (value: Json): string => JSON.stringify(value);
const lines = (wrap: (event: JsonObject) => Json) => (all: readonly JsonObject[]) =>
  all.map(event => `${text(wrap(event))}\n`).join('');

const stream = 'kube-apiserver-audit-0123456789abcdef0123456789abcdef';
const subscription = (all: readonly JsonObject[]): Json => ({
  messageType: 'DATA_MESSAGE',
  logGroup: '/aws/eks/c/cluster',
  logStream: stream,
  logEvents: all.map(event => ({ id: '1', timestamp: 1, message: text(event) })),
});
const base64 = (value: Json): string => gzipSync(text(value)).toString('base64');

const columns = [
  ['level', 'Level'],
  ['auditID', 'AuditId'],
  ['stage', 'Stage'],
  ['requestURI', 'RequestUri'],
  ['verb', 'Verb'],
  ['user', 'User'],
  ['sourceIPs', 'SourceIps'],
  ['userAgent', 'UserAgent'],
  ['objectRef', 'ObjectRef'],
  ['responseStatus', 'ResponseStatus'],
  ['requestObject', 'RequestObject'],
  ['responseObject', 'ResponseObject'],
  ['requestReceivedTimestamp', 'RequestReceivedTime'],
  ['stageTimestamp', 'StageReceivedTime'],
  ['annotations', 'Annotations'],
] as const;
const row = (event: JsonObject): JsonObject =>
  Object.fromEntries(columns.map(([field, column]) => [column, fieldOf(event, field) ?? null]));
const asText = (value: Json | undefined): Json =>
  typeof value === 'object' && value !== null ? text(value) : (value ?? null);
const textRow = (event: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(row(event)).map(([key, value]) => [key, asText(value)]));

/** As the API server's audit log becomes an entry of Cloud Logging. */
function logEntry(event: JsonObject): JsonObject {
  const request = readRequest(event);
  const reference = request.object;
  const group = reference?.group || 'core';
  const path = [
    ...(reference?.namespace && reference.resource !== 'namespaces'
      ? ['namespaces', reference.namespace]
      : []),
    reference?.resource,
    stringAt(objectAt(event, 'objectRef'), 'name'),
    reference?.subresource,
  ].filter(Boolean);
  const labels = group.includes('.') ? group.split('.').toReversed() : ['io', 'k8s', group];
  const failed = request.code !== undefined && request.code >= 400;
  const methodName = [
    ...labels,
    reference?.version,
    reference?.resource,
    reference?.subresource,
    request.verb,
  ]
    .filter(Boolean)
    .join('.');
  const body = (key: string): JsonObject => {
    const value = objectAt(event, key);
    return value === undefined
      ? {}
      : { [key.replace('Object', '')]: { '@type': 'some.k8s.io/Type', ...value } };
  };
  return {
    insertId: request.auditId,
    timestamp: request.at,
    labels: request.annotations,
    resource: { labels: { cluster_name: 'c' } },
    protoPayload: {
      serviceName: 'k8s.io',
      methodName,
      resourceName: [group, reference?.version, ...path].join('/'),
      authenticationInfo: { principalEmail: request.user.user },
      requestMetadata: { callerIp: request.sourceIPs[0] ?? '', callerSuppliedUserAgent: request.userAgent },
      status: failed ? { code: 2, message: request.message } : {},
      ...body('requestObject'),
      ...body('responseObject'),
    },
  };
}

const part = (event: JsonObject): string => {
  const whole = text(event);
  const at = Math.floor(whole.length / 2);
  return `2026-11-23T04:37:02.1Z stdout P ${whole.slice(0, at)}\n2026-11-23T04:37:02.1Z stdout F ${whole.slice(at)}\n`;
};

const envelopes: { readonly [name: string]: Envelope } = {
  'JSON lines': { format: 'kubernetes-audit', wrap: lines(event => event) },
  EventList: {
    format: 'kubernetes-audit',
    wrap: all => text({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items: all }),
  },
  'pretty JSON': {
    format: 'kubernetes-audit',
    wrap: all => all.map(event => JSON.stringify(event, null, 2)).join('\n'),
  },
  'EKS subscription': { format: 'eks', wrap: all => text(subscription(all)) },
  'EKS in Lambda': { format: 'eks', wrap: all => text({ awslogs: { data: base64(subscription(all)) } }) },
  'EKS in S3': {
    format: 'eks',
    wrap: all => all.map(event => `2026-11-23T04:37:02.066Z ${text(event)}\n`).join(''),
  },
  'EKS filter-log-events': {
    format: 'eks',
    wrap: all => text({ events: all.map(event => ({ logStreamName: stream, message: text(event) })) }),
  },
  'EKS Insights': {
    format: 'eks',
    wrap: all => text({ results: all.map(event => [{ field: '@message', value: text(event) }]) }),
  },
  'AKS records': {
    format: 'aks',
    wrap: all =>
      text({
        records: all.map(event => ({ category: 'kube-audit', properties: { log: `${text(event)}\n` } })),
      }),
  },
  'AKS records with objects': {
    format: 'aks',
    wrap: lines(event => ({ category: 'kube-audit-admin', properties: { log: event } })),
  },
  AKSAudit: { format: 'aks', wrap: lines(row), loses: ['impersonated'] },
  'AKSAudit as text': { format: 'aks', wrap: lines(textRow), loses: ['impersonated'] },
  GKE: {
    format: 'gke',
    wrap: lines(logEntry),
    loses: [
      'level',
      'stage',
      'uri',
      'user',
      'impersonated',
      'sourceIPs',
      'code',
      'outcome',
      'dryRun',
      'fieldManager',
      'receivedAt',
      'annotations',
      'object',
      'message',
      'requestObject',
    ],
  },
  CRI: { format: 'wrapped', wrap: all => all.map(part).join('') },
  'Fluent Bit': { format: 'wrapped', wrap: lines(event => ({ date: 1.5, log: text(event) })) },
  'Fluent Bit, merged log': {
    format: 'wrapped',
    wrap: lines(event => ({ date: 1.5, log: text(event), log_processed: event })),
  },
  Vector: { format: 'wrapped', wrap: lines(event => ({ message: text(event), source_type: 'file' })) },
  Loki: {
    format: 'wrapped',
    wrap: all =>
      text({
        data: { result: [{ stream: {}, values: all.map(event => ['1795408622066567000', text(event)]) }] },
      }),
  },
  Splunk: { format: 'wrapped', wrap: lines(event => ({ time: 1, event })) },
  journald: { format: 'wrapped', wrap: lines(event => ({ MESSAGE: text(event) })) },
};

test('the recording has events of many kinds', () => {
  assert.ok(events.length > 100, String(events.length));
});

for (const [name, { format, wrap, loses = [] }] of Object.entries(envelopes)) {
  test(`an event is the same in every envelope: ${name}`, () => {
    const all = decodeAll(wrap(events));
    assert.deepEqual(all.refusals, []);
    assert.equal(all.events.length, events.length);
    for (const [index, activity] of all.events.entries()) {
      const kept = (request: AuditedRequest): object =>
        Object.fromEntries(
          Object.entries(copiedRequest(request)).filter(([key]) => !loses.some(lost => lost === key)),
        );
      assert.equal(activity.format, format);
      assert.deepEqual(kept(activity.request), kept(readRequest(events[index] ?? {})));
    }
  });
}

test('what GKE keeps of an event in another shape', () => {
  for (const [index, { request }] of decodeAll(lines(logEntry)(events)).events.entries()) {
    const original = readRequest(events[index] ?? {});
    assert.equal(request.user.user, original.user.user);
    assert.deepEqual(request.sourceIPs, original.sourceIPs.slice(0, 1));
    assert.deepEqual(
      Object.entries(original.annotations).filter(([key, value]) => request.annotations[key] !== value),
      [],
    );
    if (original.object !== undefined && original.object.resource !== 'namespaces')
      assert.deepEqual(request.object, { ...original.object, uid: request.object?.uid });
    if (isObject(original.requestObject)) assert.deepEqual(request.requestObject, original.requestObject);
    if (original.code !== undefined && original.code < 400) assert.equal(request.code, undefined);
  }
});
