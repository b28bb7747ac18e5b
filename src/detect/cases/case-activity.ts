import { auditActivity } from '../../formats/audit-activity.ts';
import { formatParts } from '../../formats/parts.ts';
import type { Activity } from '../../model/activity.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { booleanAt, numberAt, objectAt, stringAt, stringsAt } from '../../model/json.ts';
import { groupOf } from '../../workloads/kinds/kinds.ts';
import { resourceOfKind } from '../../workloads/workload-reference.ts';
import type { RuleCase } from './case-file.ts';

export function eventActivity(event: JsonObject, index: number): Activity {
  const origin = { source: 'case', file: 'cases.yml', line: index + 1 };
  return auditActivity({ event, origin, cluster: 'case', format: 'kubernetes-audit' });
}

/** What a format makes of records; nothing of those that it refuses, which the case then notices. */
export function recordActivities({ format, texts }: NonNullable<RuleCase['records']>): readonly Activity[] {
  const part = formatParts.find(({ name }) => name === format);
  const decoder = part?.create({ cluster: 'case', interest: 'everything' });
  const decoded = texts.flatMap((text, index) => {
    const bytes = Buffer.from(text);
    return (
      decoder?.decode({
        bytes,
        start: 0,
        end: bytes.length,
        source: 'case',
        file: 'cases.yml',
        line: index + 1,
      }) ?? []
    );
  });
  const rest = decoder?.end?.('cases.yml');
  return [...decoded, ...(rest ? [rest] : [])].flatMap(({ activities }) => activities);
}

const time = '2026-01-05T10:00:00.000000Z';

/**
 * The audit event of a request that writes an object, as an API server logs it at RequestResponse. `as` may give user,
 * groups, extra, userAgent, sourceIPs, impersonated {user, groups}, verb, code, level, subresource, fieldManager,
 * dryRun, annotations.
 */
export function objectEvent(object: JsonObject, as: JsonObject): JsonObject {
  const verb = stringAt(as, 'verb') ?? 'create';
  const code = numberAt(as, 'code') ?? (verb === 'create' ? 201 : 200);
  const objectRef = referenceOf(object, stringAt(as, 'subresource'));
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: stringAt(as, 'level') ?? 'RequestResponse',
    auditID: '00000000-0000-4000-8000-000000000001',
    stage: 'ResponseComplete',
    requestURI: uriOf(objectRef, as, verb),
    verb,
    user: identityOf(as, { user: 'jane@corp.example', groups: ['developers', 'system:authenticated'] }),
    ...impersonatedOf(as),
    sourceIPs: as['sourceIPs'] === undefined ? ['192.0.2.7'] : stringsAt(as, 'sourceIPs'),
    userAgent: stringAt(as, 'userAgent') ?? 'kubectl/v1.34.0 (linux/amd64) kubernetes/0000000',
    objectRef,
    responseStatus: { metadata: {}, code },
    ...bodiesOf(object, stringAt(as, 'level') ?? 'RequestResponse', code),
    requestReceivedTimestamp: time,
    stageTimestamp: time,
    annotations: {
      'authorization.k8s.io/decision': code === 403 ? 'forbid' : 'allow',
      ...objectAt(as, 'annotations'),
    },
  };
}

function bodiesOf(object: JsonObject, level: string, code: number): JsonObject {
  if (level === 'Metadata') return {};
  if (level === 'Request') return { requestObject: object };
  const status = { kind: 'Status', apiVersion: 'v1', status: 'Failure', code };
  return { requestObject: object, responseObject: code < 400 ? object : status };
}

function referenceOf(object: JsonObject, subresource: string | undefined): JsonObject {
  const apiVersion = stringAt(object, 'apiVersion') ?? '';
  const metadata = objectAt(object, 'metadata');
  const group = groupOf(apiVersion);
  return {
    resource: resourceOfKind(stringAt(object, 'kind') ?? ''),
    ...text('namespace', stringAt(metadata, 'namespace')),
    ...text('name', stringAt(metadata, 'name')),
    ...text('apiGroup', group),
    apiVersion: apiVersion.slice(group === '' ? 0 : group.length + 1),
    ...text('subresource', subresource),
  };
}

function text(key: string, value: string | undefined): JsonObject {
  return value === undefined || value === '' ? {} : { [key]: value };
}

function uriOf(reference: JsonObject, as: JsonObject, verb: string): string {
  const at = (key: string) => stringAt(reference, key) ?? '';
  const root = at('apiGroup') === '' ? '/api' : `/apis/${at('apiGroup')}`;
  const namespace = at('namespace') === '' ? '' : `/namespaces/${at('namespace')}`;
  const name = verb === 'create' || at('name') === '' ? '' : `/${at('name')}`;
  const subresource = at('subresource') === '' ? '' : `/${at('subresource')}`;
  const query = [
    ...(booleanAt(as, 'dryRun') === true ? ['dryRun=All'] : []),
    `fieldManager=${encodeURIComponent(stringAt(as, 'fieldManager') ?? 'kubectl-create')}`,
  ];
  return `${root}/${at('apiVersion')}${namespace}/${at('resource')}${name}${subresource}?${query.join('&')}`;
}

interface Fallback {
  readonly user: string;
  readonly groups: readonly string[];
}

function identityOf(from: JsonObject | undefined, fallback: Fallback): JsonObject {
  const user = stringAt(from, 'user') ?? stringAt(from, 'username') ?? fallback.user;
  const extra = objectAt(from, 'extra');
  const groups: readonly Json[] =
    from?.['groups'] === undefined ? groupsOf(user, fallback) : stringsAt(from, 'groups');
  return { username: user, groups, ...(extra && { extra }) };
}

/** The groups that the API server gives to service accounts and nodes. */
function groupsOf(user: string, fallback: Fallback): readonly string[] {
  if (user === fallback.user) return fallback.groups;
  const namespace = /^system:serviceaccount:([^:]+):/.exec(user)?.[1];
  if (namespace !== undefined) {
    return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
  }
  if (user === 'system:anonymous') return ['system:unauthenticated'];
  return user.startsWith('system:node:')
    ? ['system:nodes', 'system:authenticated']
    : ['system:authenticated'];
}

function impersonatedOf(as: JsonObject): JsonObject {
  const impersonated = objectAt(as, 'impersonated');
  if (impersonated === undefined) return {};
  return { impersonatedUser: identityOf(impersonated, { user: 'system:admin', groups: [] }) };
}
