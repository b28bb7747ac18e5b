import type { Json } from '../../model/json.ts';
import { objectAt, stringAt } from '../../model/json.ts';
import type { Position } from '../../model/store.ts';
import type { ApiClient, ApiProblem } from './api-client.ts';
import type { BackOff } from './back-off.ts';
import { createBackOff, waited } from './back-off.ts';
import type { ChangeQueue, Deliveries, Queued } from './change-queue.ts';
import type { ObjectChange } from './known-objects.ts';
import { createKnownObjects, nameOf } from './known-objects.ts';
import { changedAt, kindName, observedChunk, sourceName } from './observed-line.ts';
import type { Ended, Reflected, ReflectorOptions } from './reflector.ts';
import { listAll, watchFrom } from './reflector.ts';
import type { ServedKind } from './served-kinds.ts';

export interface FollowOptions {
  readonly name: string;
  readonly client: ApiClient;
  readonly kind: ServedKind;
  readonly queue: ChangeQueue;
  /** Of this kind: that of its version, under the kind's name, and one for each object. */
  readonly positions: readonly Position[];
  readonly deliveries?: Deliveries | undefined;
  readonly once?: boolean;
  readonly stop: AbortSignal;
}

const random = (bound: number): number => Math.random() * bound;
/** So long after an answer that it may not, or is not there, it is asked again. */
const refusedFor = 5 * 60_000;

/** Lists a kind and watches it until stopped; what goes wrong is told once, and tried again. */
export async function followKind(options: FollowOptions): Promise<void> {
  const { kind, client, stop, positions, once } = options;
  const backOff = createBackOff(random);
  const teller = createTeller(options);
  const reflector = { client, kind, told: teller.reflected, stop, random };
  let version = positions.find(({ key }) => key === kindName(kind))?.value ?? undefined;
  while (!stop.aborted) {
    const began = performance.now();
    const ended = version === undefined ? await listed(reflector) : await watchFrom(version, reflector);
    version = ended.version;
    if (once === true && ended.type === 'listed') return;
    if (ended.type === 'failed') await teller.problem(ended.problem);
    else teller.works();
    // What ends at once, again and again, must not be asked for again at once.
    const lasted = performance.now() - began > 5_000;
    if (lasted) backOff.reset();
    if (ended.type !== 'listed' && !(lasted && ended.type === 'ended')) await pause(ended, backOff, stop);
  }
}

type Listed = { readonly type: 'listed'; readonly version: string } | Ended;

async function listed(reflector: ReflectorOptions): Promise<Listed> {
  const list = await listAll(reflector);
  return list.ok
    ? { type: 'listed', version: list.value }
    : { type: 'failed', version: undefined, problem: list.error };
}

const pause = (ended: Ended, backOff: BackOff, stop: AbortSignal): Promise<void> =>
  ended.type === 'failed' && isRefused(ended.problem) ? waited(refusedFor, stop) : backOff.wait(stop);

const isRefused = ({ status }: ApiProblem): boolean => status === 403 || status === 404 || status === 405;

/** A problem, as something that could not be read. */
export function problemPiece(name: string, detail: string): Queued {
  const origin = { source: sourceName, file: name, line: 1 };
  return {
    at: Date.now(),
    size: detail.length,
    isKnown: true,
    mayBeTold: false,
    positions: [],
    piece: () => ({ reason: 'unreadable', detail, origin }),
  };
}

interface Teller {
  readonly reflected: Reflected;
  problem(problem: ApiProblem): Promise<void>;
  works(): void;
}

/** Bookmarks move the stored version on so often, so that a restart need not list. Milliseconds. */
const bookmarkEvery = 60_000;

function createTeller(options: FollowOptions): Teller {
  const { name, kind, queue, positions, deliveries, stop } = options;
  const key = kindName(kind);
  const keyOf = (object: string): string => `${key} ${object}`;
  const objects = createKnownObjects(
    positions
      .filter(position => position.key !== key)
      .map(({ key: whole, value }) => ({ key: whole.slice(key.length + 1), value })),
  );
  // What is there at the very first list was there before the watch.
  let isFirst = !positions.some(position => position.key === key);
  let told = '';
  let bookmarked = 0;
  const position = (at: string, value: string | null): Position => ({ source: name, key: at, value });
  const versioned = (version: string): readonly Position[] =>
    version === '' ? [] : [position(key, version)];

  const changed = async (object: Json, change: ObjectChange | undefined, version: string): Promise<void> => {
    if (change === undefined || stop.aborted) return;
    const seen = Date.now();
    const at = changedAt(object, change, seen);
    const observed = { kind, object, change, at: isFirst ? seen : at };
    await queue.push({
      at: seen,
      size: sizeOf(object),
      isKnown: isFirst,
      mayBeTold: deliveries === undefined || at >= deliveries.since,
      positions: [position(keyOf(change.name), change.value), ...versioned(version)],
      piece: type => observedChunk(observed, type),
    });
  };
  const advance = (version: string): Promise<void> =>
    queue.push({
      at: Date.now(),
      size: 0,
      isKnown: isFirst,
      mayBeTold: true,
      positions: versioned(version),
    });
  return {
    reflected: {
      present: (object, version) => changed(object, objects.seen(object), version),
      gone: (object, version) => changed(bare(object), objects.gone(object), version),
      async listed(names, version) {
        for (const missing of objects.missing(new Set(names.map(nameOf)))) {
          const object = formerly(missing, objects.uidOf(missing));
          await changed(object, objects.gone(object), '');
        }
        await advance(version);
        isFirst = false;
        told = '';
      },
      async reached(version) {
        if (performance.now() - bookmarked < bookmarkEvery) return;
        bookmarked = performance.now();
        await advance(version);
      },
    },
    async problem({ detail }) {
      if (stop.aborted || detail === told) return;
      told = detail;
      await queue.push(problemPiece(name, `${key}: ${detail}`));
    },
    works: () => {
      told = '';
    },
  };
}

/** About as long as its text. */
const sizeOf = (object: Json): number => JSON.stringify(object).length;

/** What was deleted is of interest by its name alone. */
const bare = (object: Json): Json => {
  const metadata = objectAt(object, 'metadata');
  return formerly(nameOf(object), stringAt(metadata, 'uid') ?? '');
};

function formerly(whole: string, uid: string): Json {
  const [namespace, name] = whole.includes('/') ? whole.split('/') : ['', whole];
  return { metadata: { name: name ?? '', ...(namespace !== '' && { namespace: namespace ?? '' }), uid } };
}
