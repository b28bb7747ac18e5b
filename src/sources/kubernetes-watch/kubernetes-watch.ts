import type { Batch, LiveSource } from '../../model/live.ts';
import type { Result } from '../../model/result.ts';
import type { Position } from '../../model/store.ts';
import { createApiClient } from './api-client.ts';
import { waited } from './back-off.ts';
import type { ChangeQueue, Deliveries } from './change-queue.ts';
import { createChangeQueue } from './change-queue.ts';
import { followKind, problemPiece } from './follow-kind.ts';
import type { ClusterAccess } from './kubeconfig.ts';
import { kindName } from './observed-line.ts';
import type { ServedKind, WantedKind } from './served-kinds.ts';
import { servedKinds } from './served-kinds.ts';

export interface KubernetesWatchOptions {
  /** As the user named it. */
  readonly name: string;
  readonly cluster: string;
  readonly access: () => Result<ClusterAccess, string>;
  /** What is looked at, as far as the API server serves it. */
  readonly kinds: readonly WantedKind[];
  /** Where requests of the same cluster are watched, too: changes wait until they would have told. */
  readonly deliveries?: Deliveries | undefined;
  /** End when everything was listed. */
  readonly once?: boolean;
}

/** Kinds come and go with their CustomResourceDefinitions. */
const discoverEvery = 5 * 60_000;

/**
 * What the API server shows of the objects that make pods: each kind listed once and then watched, from the version that was stored last.
 * What is the same as before but for its status is not handed on. Secrets are never asked for.
 */
export function kubernetesWatch(options: KubernetesWatchOptions): LiveSource {
  return {
    name: options.name,
    cluster: options.cluster,
    mayBeQuiet: true,
    format: 'kubernetes-watch',
    open: () => Promise.resolve(),
    read: (positions, stop) => read(options, positions, stop),
    close: () => Promise.resolve(),
  };
}

async function* read(
  options: KubernetesWatchOptions,
  positions: readonly Position[],
  stop: AbortSignal,
): AsyncGenerator<Batch> {
  const ending = new AbortController();
  const queue = createChangeQueue(options);
  const following = followAll(options, {
    queue,
    positions,
    stop: AbortSignal.any([stop, ending.signal]),
  });
  const ended = following.finally(() => queue.end());
  try {
    yield* queue.read(stop);
  } finally {
    ending.abort();
    await ended;
  }
}

interface Following {
  readonly queue: ChangeQueue;
  readonly positions: readonly Position[];
  readonly stop: AbortSignal;
}

async function followAll(options: KubernetesWatchOptions, following: Following): Promise<void> {
  const { queue, positions, stop } = following;
  const client = createApiClient(options.access);
  const byKind = Map.groupBy(positions, ({ key }) => key.split(' ')[0] ?? '');
  const running = new Map<string, Promise<void>>();
  const tellOnce = createTellOnce(options.name, following);
  const follow = (kind: ServedKind): void => {
    const key = kindName(kind);
    if (running.has(key)) return;
    const begun = { ...options, client, kind, queue, stop, positions: byKind.get(key) ?? [] };
    running.set(key, followKind(begun));
  };
  while (!stop.aborted) {
    const found = await servedKinds(client, options.kinds, stop);
    await tellOnce(found.ok ? '' : found.error.detail);
    if (found.ok) for (const kind of found.value) follow(kind);
    if (options.once === true && found.ok) break;
    await waited(found.ok ? discoverEvery : 5_000, stop);
  }
  await Promise.all(running.values());
}

/** A problem that goes on is told when it begins. */
function createTellOnce(name: string, { queue, stop }: Following): (problem: string) => Promise<void> {
  let told = '';
  return async problem => {
    if (problem !== '' && problem !== told && !stop.aborted)
      await queue.push(problemPiece(name, `the API server cannot be asked: ${problem}`));
    told = problem;
  };
}
