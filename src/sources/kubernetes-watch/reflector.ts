import type { Json } from '../../model/json.ts';
import { listAt, numberAt, objectAt, stringAt } from '../../model/json.ts';
import type { Result } from '../../model/result.ts';
import { fail, succeed } from '../../model/result.ts';
import type { ApiClient, ApiProblem } from './api-client.ts';
import { parsedLine } from './parsed-line.ts';
import type { ServedKind } from './served-kinds.ts';

/** What a reflector tells, in the order in which it happened. */
export interface Reflected {
  /** An object is as it is now. */
  present(object: Json, version: string): Promise<void>;
  gone(object: Json, version: string): Promise<void>;
  /** A whole list was read: what is not in it is gone. */
  listed(names: readonly Json[], version: string): Promise<void>;
  /** Nothing happened up to this version. */
  reached(version: string): Promise<void>;
}

export interface ReflectorOptions {
  readonly client: ApiClient;
  readonly kind: ServedKind;
  readonly told: Reflected;
  readonly stop: AbortSignal;
  /** Milliseconds, so that not all watches end together; between 0 and the bound. */
  readonly random: (bound: number) => number;
}

/** `limit` of a list: as client-go pages. */
const pageSize = 500;
/** Seconds after which the server is to end a watch: a new one is asked for, with new credentials. */
const watchSeconds = 300;
/** Bookmarks come about once a minute, so that silence for so long is a broken connection. Milliseconds. */
const quiet = 150_000;

/** Why it stopped; `gone`: the version is too old, and all must be listed anew. */
export type Ended =
  | { readonly type: 'gone'; readonly version: undefined }
  | { readonly type: 'ended'; readonly version: string }
  | { readonly type: 'failed'; readonly version: string | undefined; readonly problem: ApiProblem };

const gone: Ended = { type: 'gone', version: undefined };

/** All objects of a kind, page by page. The version of the whole list. */
export async function listAll({
  client,
  kind,
  told,
  stop,
}: ReflectorOptions): Promise<Result<string, ApiProblem>> {
  const listed: Json[] = [];
  let version = '';
  let next = '';
  do {
    const more = next === '' ? '' : `&continue=${encodeURIComponent(next)}`;
    const page = await client.get(`${kind.path}?limit=${pageSize}${more}`, stop);
    if (!page.ok) return page;
    const metadata = objectAt(page.value, 'metadata');
    version = stringAt(metadata, 'resourceVersion') ?? '';
    next = stringAt(metadata, 'continue') ?? '';
    for (const item of listAt(page.value, 'items')) {
      await told.present(item, '');
      listed.push(namesOf(item));
    }
  } while (next !== '' && !stop.aborted);
  if (stop.aborted) return fail({ status: 0, detail: 'stopped' });
  await told.listed(listed, version);
  return succeed(version);
}

const namesOf = (item: Json): Json => {
  const metadata = objectAt(item, 'metadata');
  return {
    metadata: {
      name: stringAt(metadata, 'name') ?? '',
      namespace: stringAt(metadata, 'namespace') ?? '',
    },
  };
};

/** Follows a kind from a version on, until the server ends it. */
export async function watchFrom(from: string, options: ReflectorOptions): Promise<Ended> {
  const { client, kind, stop, random } = options;
  const query = new URLSearchParams({
    watch: 'true',
    allowWatchBookmarks: 'true',
    resourceVersion: from,
    timeoutSeconds: String(watchSeconds + Math.floor(random(watchSeconds / 2))),
  });
  let version = from;
  for await (const line of client.lines(`${kind.path}?${query}`, { stop, quiet })) {
    if (!line.ok) return line.error.status === 410 ? gone : { type: 'failed', version, problem: line.error };
    const told = await tell(parsedLine(line.value), version, options);
    if (typeof told !== 'string') return told;
    version = told;
  }
  return { type: 'ended', version };
}

/** The version after an event of the stream; or why it goes no further. */
async function tell(event: Json, version: string, { told }: ReflectorOptions): Promise<string | Ended> {
  const object = objectAt(event, 'object') ?? {};
  const type = stringAt(event, 'type') ?? '';
  const reached = stringAt(objectAt(object, 'metadata'), 'resourceVersion') ?? version;
  if (type === 'ADDED' || type === 'MODIFIED') await told.present(object, reached);
  else if (type === 'DELETED') await told.gone(object, reached);
  else if (type === 'BOOKMARK') await told.reached(reached);
  else return failure(object, version);
  return reached;
}

function failure(status: Json, version: string): Ended {
  const code = numberAt(status, 'code') ?? 0;
  if (code === 410) return gone;
  const detail = stringAt(status, 'message') ?? 'an event of no type that is known';
  return { type: 'failed', version, problem: { status: code, detail } };
}
