import { readdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { Batch, LiveSource } from '../../model/live.ts';
import type { Position } from '../../model/store.ts';
import { createChanges } from './changes.ts';
import type { SeenNow } from './look.ts';
import { look } from './look.ts';

export interface NodeFilesOptions {
  /** As the user named it. */
  readonly name: string;
  readonly cluster: string;
  readonly folder: string;
  /** What the folder is for: `static-pods`, `cron`, ...; `""`: by its path. */
  readonly kind?: string;
  /** The node's name in the cluster; the host's if absent. */
  readonly node?: string;
  /** End after one look. */
  readonly once?: boolean;
  /** A folder is looked at when the kernel says that it changed, and this often in any case. Milliseconds. */
  readonly pollEvery?: number;
}

/**
 * Files of a node in one folder and those below it: which are there, and which are written and removed, also while nobody looked. Contents are read
 * of manifests of static pods alone.
 */
export function nodeFiles(options: NodeFilesOptions): LiveSource {
  const { name, cluster, folder } = options;
  return {
    name,
    cluster,
    format: 'node-files',
    open: async () => void (await readdir(folder)),
    read: (positions, stop) => read(options, positions, stop),
    close: () => Promise.resolve(),
  };
}

async function* read(
  options: NodeFilesOptions,
  positions: readonly Position[],
  stop: AbortSignal,
): AsyncGenerator<Batch> {
  const { folder, once = false, pollEvery = 5_000 } = options;
  const known = new Map(positions.map(({ key, value }) => [key, value ?? '']));
  // The first look ever says what was there; later ones what became of it, whoever was looking then.
  const begun = positions.length > 0;
  const changes = createChanges(folder, stop);
  try {
    yield batchOf(options, [await folderLine(options)], [{ source: options.name, key: '', value: 'begun' }]);
    let act: 'seen' | 'written' = begun ? 'written' : 'seen';
    while (!stop.aborted) {
      const told = await differences(options, known, act);
      act = 'written';
      if (told.lines.length > 0) yield batchOf(options, told.lines, told.positions);
      if (once) return;
      await changes.next(pollEvery);
    }
  } finally {
    changes.close();
  }
}

interface Told {
  readonly lines: readonly string[];
  readonly positions: readonly Position[];
}

/** Notes in `known` what is there now, by its digest. */
async function differences(
  options: NodeFilesOptions,
  known: Map<string, string>,
  act: 'seen' | 'written',
): Promise<Told> {
  const now = await look(options.folder, isManifest(options));
  const lines: string[] = [];
  const positions: Position[] = [];
  const note = (path: string, digest: string | null): void => {
    positions.push({ source: options.name, key: path, value: digest });
    if (digest === null) known.delete(path);
    else known.set(path, digest);
  };
  for (const file of now) {
    if (known.get(file.path) === file.digest) continue;
    note(file.path, file.digest);
    lines.push(lineOf(options, act, file));
  }
  const there = new Set(now.map(({ path }) => path));
  for (const path of known.keys()) {
    if (path === '' || there.has(path)) continue;
    note(path, null);
    lines.push(lineOf(options, 'removed', { path, time: new Date().toISOString() }));
  }
  return { lines, positions };
}

/** The kubelet's own default, and what the user says is one. */
const isManifest = ({ kind = '', folder }: NodeFilesOptions): boolean =>
  kind === 'static-pods' ||
  (kind === '' && /(?:manifests|static-?pods?|pod-manifests|kubelet\.d)\/?$/i.test(folder));

function lineOf(
  { kind = '', node = hostname() }: NodeFilesOptions,
  act: 'seen' | 'written' | 'removed',
  { path, time, digest, content }: Pick<SeenNow, 'path' | 'time'> & Partial<SeenNow>,
): string {
  return JSON.stringify({
    kind: 'NodeFile',
    act,
    path,
    ...(kind !== '' && { folder: kind }),
    time,
    node,
    digest,
    content,
  });
}

async function folderLine(options: NodeFilesOptions): Promise<string> {
  await readdir(options.folder);
  const path = `${options.folder.replace(/\/$/, '')}/`;
  return lineOf(options, 'seen', { path, time: new Date().toISOString() });
}

function batchOf(
  { name, cluster, folder }: NodeFilesOptions,
  lines: readonly string[],
  positions: readonly Position[],
): Batch {
  const bytes = Buffer.from(lines.map(line => `${line}\n`).join(''));
  const chunk = { source: name, file: folder, bytes, last: false };
  return { cluster, pieces: [chunk], positions, settle: () => undefined };
}
