import type { JsonObject } from '../../../model/json.ts';
import { fieldOf, isObject } from '../../../model/json.ts';

/** The fields by which rules are sorted. */
export interface Head {
  readonly verb: string;
  readonly resource: string;
  readonly namespace: string;
  readonly code: number | undefined;
  readonly userAgent: string | undefined;
  readonly username: string | undefined;
  readonly requestURI: string | undefined;
}

/** Undefined where the event has not the shape of an audit event: then every rule is asked. */
export function readHead(event: JsonObject): Head | undefined {
  const objectRef = fieldOf(event, 'objectRef');
  const status = fieldOf(event, 'responseStatus');
  const user = fieldOf(event, 'user');
  if (!isMapOrAbsent(objectRef) || !isMapOrAbsent(status) || !isMapOrAbsent(user)) return undefined;
  const verb = fieldOf(event, 'verb');
  const resource = fieldOf(objectRef, 'resource');
  const namespace = fieldOf(objectRef, 'namespace');
  const code = fieldOf(status, 'code');
  const userAgent = fieldOf(event, 'userAgent');
  const username = fieldOf(user, 'username');
  const requestURI = fieldOf(event, 'requestURI');
  if (typeof verb !== 'string' || !isTextOrAbsent(resource) || !isTextOrAbsent(namespace)) return undefined;
  if (!isTextOrAbsent(userAgent) || !isTextOrAbsent(username) || !isTextOrAbsent(requestURI))
    return undefined;
  if ((code !== undefined && typeof code !== 'number') || hasDottedKey(event)) return undefined;
  const [ofResource, ofNamespace] = [resource ?? '', namespace ?? ''];
  return { verb, resource: ofResource, namespace: ofNamespace, code, userAgent, username, requestURI };
}

const isMapOrAbsent = (value: unknown): boolean => value === undefined || isObject(value);

const isTextOrAbsent = (value: unknown): value is string | undefined =>
  value === undefined || typeof value === 'string';

const dottedKeys = ['objectRef.resource', 'objectRef.namespace', 'responseStatus.code', 'user.username'];

function hasDottedKey(event: JsonObject): boolean {
  return dottedKeys.some(key => Object.hasOwn(event, key));
}
