import type { LiveSource } from '../../model/live.ts';
import { folderKinds } from '../../model/node-activity.ts';
import type { Result } from '../../model/result.ts';
import { fail, succeed } from '../../model/result.ts';
import { parts } from '../parts.ts';
import type { SourceRequest } from './source-request.ts';

export async function containerdSource(
  { type, target, values }: SourceRequest,
  once: boolean,
): Promise<Result<LiveSource, string>> {
  const create = await parts.liveSources.containerd();
  const [cluster, node] = [values.get('cluster') ?? '', values.get('node')];
  return succeed(
    create({ name: `${type}:${target}`, cluster, socket: target, once, ...(node !== undefined && { node }) }),
  );
}

export async function nodeFilesSource(
  { type, target, values }: SourceRequest,
  once: boolean,
): Promise<Result<LiveSource, string>> {
  const create = await parts.liveSources['node-files']();
  const [kind, node] = [values.get('kind') ?? '', values.get('node')];
  if (kind !== '' && folderKinds.every(known => known !== kind))
    return fail(`kind "${kind}" is none of ${folderKinds.join(', ')}`);
  const cluster = values.get('cluster') ?? '';
  return succeed(
    create({
      name: `${type}:${target}`,
      cluster,
      folder: target,
      kind,
      once,
      ...(node !== undefined && { node }),
    }),
  );
}
