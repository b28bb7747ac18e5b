import type { Json, JsonObject } from '../../model/json.ts';
import { booleanAt, isObject, listAt, objectAt, stringAt } from '../../model/json.ts';
import { observationKeys } from '../../model/observation.ts';

/** The audit event that would have told of it; undefined where it is no event of a watch on an object. */
export function observedEvent(value: Json): JsonObject | undefined {
  const object = objectAt(value, 'object');
  const metadata = objectAt(object, 'metadata');
  const verb = verbs.get(stringAt(value, 'type') ?? '');
  const reference = referenceOf(value, object);
  if (object === undefined || verb === undefined || reference === undefined) return undefined;
  const observed = stringAt(value, 'observed') ?? 'sole';
  const isMade = verb === 'create' && observed !== 'known';
  const at = timeOf(stringAt(value, 'at') ?? lastChange(metadata));
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'RequestResponse',
    auditID: '',
    stage: 'ResponseComplete',
    requestURI: uriOf(reference, managerOf(metadata)),
    // What was there before is not made now.
    verb: verb === 'create' && !isMade ? 'update' : verb,
    user: { username: supposedUser(object) },
    objectRef: reference,
    responseStatus: { metadata: {}, code: isMade ? 201 : 200 },
    ...(verb !== 'delete' && { responseObject: withoutManagers(object, metadata) }),
    requestReceivedTimestamp: at,
    stageTimestamp: at,
    annotations: {
      [observationKeys.type]: observed,
      [observationKeys.changed]: stringAt(value, 'changed') ?? 'spec',
    },
  };
}

const verbs: ReadonlyMap<string, string> = new Map([
  ['ADDED', 'create'],
  ['MODIFIED', 'update'],
  ['DELETED', 'delete'],
]);

function referenceOf(value: Json, object: JsonObject | undefined): JsonObject | undefined {
  const metadata = objectAt(object, 'metadata');
  const [kind, apiVersion] = [stringAt(object, 'kind') ?? '', stringAt(object, 'apiVersion') ?? ''];
  const name = stringAt(metadata, 'name') ?? '';
  if (name === '' || kind === '') return undefined;
  const slash = apiVersion.indexOf('/');
  const known = objectAt(value, 'resource');
  return {
    // Where nothing says more, by the usual plural.
    resource: stringAt(known, 'resource') ?? `${kind.toLowerCase()}s`,
    apiGroup: stringAt(known, 'group') ?? (slash < 0 ? '' : apiVersion.slice(0, slash)),
    apiVersion: stringAt(known, 'version') ?? apiVersion.slice(slash + 1),
    namespace: stringAt(metadata, 'namespace') ?? '',
    name,
    uid: stringAt(metadata, 'uid') ?? '',
  };
}

function uriOf(reference: JsonObject, manager: string): string {
  const of = (key: string): string => stringAt(reference, key) ?? '';
  const root = of('apiGroup') === '' ? '/api' : `/apis/${of('apiGroup')}`;
  const place = of('namespace') === '' ? '' : `/namespaces/${of('namespace')}`;
  const query = manager === '' ? '' : `?fieldManager=${encodeURIComponent(manager)}`;
  return `${root}/${of('apiVersion')}${place}/${of('resource')}/${of('name')}${query}`;
}

/** With the digits that the API server's own times have. */
function timeOf(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? '' : new Date(time).toISOString().replace('Z', '000Z');
}

const managersOf = (metadata: JsonObject | undefined): readonly Json[] =>
  listAt(metadata, 'managedFields').filter(entry => (stringAt(entry, 'subresource') ?? '') === '');

const lastChange = (metadata: JsonObject | undefined): string =>
  [stringAt(metadata, 'creationTimestamp') ?? '', ...managersOf(metadata).map(textOfTime)]
    .toSorted()
    .at(-1) ?? '';

const textOfTime = (entry: Json): string => stringAt(entry, 'time') ?? '';

/** Who wrote last, in the client's own words. */
const managerOf = (metadata: JsonObject | undefined): string =>
  stringAt(
    managersOf(metadata)
      .toSorted((a, b) => (textOfTime(a) < textOfTime(b) ? -1 : 1))
      .at(-1),
    'manager',
  ) ?? '';

/**
 * Nobody knows who it was. But what names a controlling owner and was written through the field manager of the controllers, or of the kubelet, is
 * taken for theirs: else each pod would be somebody's own. A client can write both.
 */
function supposedUser(object: JsonObject): string {
  const metadata = objectAt(object, 'metadata');
  const owner = listAt(metadata, 'ownerReferences').find(one => booleanAt(one, 'controller') === true);
  if (owner === undefined) return '';
  const managers = managersOf(metadata).map(entry => stringAt(entry, 'manager'));
  if (stringAt(owner, 'kind') === 'Node')
    return managers.includes('kubelet') ? `system:node:${stringAt(owner, 'name') ?? ''}` : '';
  return managers.includes('kube-controller-manager') ? 'system:kube-controller-manager' : '';
}

/** They are long, and needed no more. */
function withoutManagers(object: JsonObject, metadata: JsonObject | undefined): JsonObject {
  if (!isObject(metadata)) return object;
  const { managedFields: _, ...rest } = metadata;
  return { ...object, metadata: rest };
}
