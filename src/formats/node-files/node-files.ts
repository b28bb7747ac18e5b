import type { JsonObject } from '../../model/json.ts';
import { stringAt } from '../../model/json.ts';
import type { FileActivity, FolderKind } from '../../model/node-activity.ts';
import { folderKinds, noContainer, noPod } from '../../model/node-activity.ts';
import { readObjects } from '../manifest/read-objects.ts';
import { folderKindOf } from '../seen/folder-kind.ts';
import type { Place } from '../seen/seen-format.ts';
import { seenFormat } from '../seen/seen-format.ts';

/** What the source `node-files` sees: a file of a node that is there, was written or removed, a JSON object a line. */
export const nodeFiles = seenFormat({
  name: 'node-files',
  isMine,
  read: (value, place) => [read(value, place)],
});

const acts = ['seen', 'written', 'removed'] as const;

function isMine(value: JsonObject): boolean {
  return (
    stringAt(value, 'kind') === 'NodeFile' &&
    stringAt(value, 'path') !== undefined &&
    actOf(value) !== undefined
  );
}

const actOf = (value: JsonObject) => acts.find(act => act === stringAt(value, 'act'));

function read(value: JsonObject, { cluster, origin, format }: Place): FileActivity {
  const path = stringAt(value, 'path') ?? '';
  const folder = folderOf(value, path);
  const content = stringAt(value, 'content');
  const object = folder === 'static-pods' && content !== undefined ? podIn(content) : undefined;
  return {
    type: 'file',
    cluster,
    // Where it can be read again is the file itself.
    origin: { source: origin.source, file: path, line: 1 },
    format,
    at: stringAt(value, 'time') ?? '',
    node: stringAt(value, 'node') ?? '',
    pod: noPod,
    container: noContainer,
    act: actOf(value) ?? 'seen',
    path,
    folder,
    digest: stringAt(value, 'digest') ?? '',
    ...(object && { object }),
  };
}

function folderOf(value: JsonObject, path: string): FolderKind {
  return folderKinds.find(kind => kind === stringAt(value, 'folder')) ?? folderKindOf(path);
}

/** The kubelet takes one pod from a file, as YAML or JSON. */
function podIn(content: string): JsonObject | undefined {
  for (const found of readObjects(content))
    if ('object' in found && stringAt(found.object, 'kind') === 'Pod') return found.object;
  return undefined;
}
