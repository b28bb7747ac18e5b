import type { Outcome } from '../../model/activity.ts';
import type { JsonObject } from '../../model/json.ts';
import { numberAt, objectAt, stringAt, stringsAt } from '../../model/json.ts';
import { queryValues } from './request-uri.ts';

/** The HTTP status; undefined where none was logged (0 is Go's way to leave a number out). */
export function statusCode(event: JsonObject): number | undefined {
  return numberAt(objectAt(event, 'responseStatus'), 'code') || undefined;
}

/** What became of the request: the code and the authorizer's decision together, since neither alone is enough. */
export function readOutcome(event: JsonObject): Outcome {
  const stage = stringAt(event, 'stage');
  if (stage === 'RequestReceived' || closedEarly(event)) return 'unanswered';
  const code = statusCode(event);
  if (code === 401 || code === 403 || decision(event) === 'forbid') return 'refused';
  if (stage === 'Panic' || hasFailed(event, code)) return 'failed';
  if (code === undefined && !hasSucceeded(event)) return 'unanswered';
  return isDryRun(event) ? 'dry-run' : 'allowed';
}

/** Where no status was written, filters/audit.go of the API server invents a success with this message. */
function closedEarly(event: JsonObject): boolean {
  return (
    statusCode(event) === 200 &&
    stringAt(objectAt(event, 'responseStatus'), 'message') === 'Connection closed early'
  );
}

function decision(event: JsonObject): string | undefined {
  return stringAt(objectAt(event, 'annotations'), 'authorization.k8s.io/decision');
}

function hasFailed(event: JsonObject, code: number | undefined): boolean {
  if (code !== undefined) return code >= 400;
  return stringAt(objectAt(event, 'responseStatus'), 'status') === 'Failure';
}

/** A carrier that has no HTTP code of a success (Google's gRPC status 0) says this much. */
function hasSucceeded(event: JsonObject): boolean {
  return stringAt(objectAt(event, 'responseStatus'), 'status') === 'Success';
}

const changes: ReadonlySet<string> = new Set(['create', 'update', 'patch', 'delete', 'deletecollection']);

/** They act on a running pod or service, or hand out a token: dryRun does not stop them. */
const actsAnyway: ReadonlySet<string> = new Set(['exec', 'attach', 'portforward', 'proxy', 'token', 'log']);

/**
 * A dry run passes the whole chain and is answered like the real thing. It is asked for in the URI, or, for a delete, in
 * the DeleteOptions of the body. Reads ignore the parameter, so it must not hide them.
 */
export function isDryRun(event: JsonObject): boolean {
  const verb = stringAt(event, 'verb') ?? '';
  if (!changes.has(verb)) return false;
  const subresource = stringAt(objectAt(event, 'objectRef'), 'subresource') ?? '';
  if (actsAnyway.has(subresource)) return false;
  if (queryValues(stringAt(event, 'requestURI') ?? '', 'dryRun').includes('All')) return true;
  if (subresource === 'eviction') return asksInBody(objectAt(event, 'requestObject'), 'deleteOptions');
  return verb.startsWith('delete') && asksInBody(event, 'requestObject');
}

function asksInBody(body: JsonObject | undefined, key: string): boolean {
  return stringsAt(objectAt(body, key), 'dryRun').includes('All');
}
