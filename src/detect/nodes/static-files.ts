import { activityEvidence } from '../../model/activity-evidence.ts';
import { objectAt, stringAt } from '../../model/json.ts';
import type { FileActivity, ProcessDetail } from '../../model/node-activity.ts';
import { createBoundedMap } from './bounded-map.ts';
import type { FileWords } from './known.ts';

/** Manifests in the folders of kubelets, and who wrote there, whichever agents told the one and the other. */
export interface StaticFiles {
  take(activity: FileActivity): void;
  /** By the name that its mirror bears: `etcd-node-1`; `node` may be unknown on either side. */
  find(
    cluster: string,
    mirror: { readonly namespace: string; readonly name: string },
    node: string,
  ): FileActivity | undefined;
  isThere(activity: FileActivity): boolean;
  /** Is the folder of this node watched, so that a missing file means something? */
  watches(cluster: string, node: string): boolean;
  words(activity: FileActivity): FileWords;
}

const limit = 10_000;

export function createStaticFiles(): StaticFiles {
  const files = createBoundedMap<FileActivity>(limit);
  const writers = createBoundedMap<FileActivity>(limit);
  const watched = new Set<string>();
  return {
    take(activity) {
      if (activity.folder !== 'static-pods') return;
      if (activity.format === 'node-files') watched.add(`${activity.cluster} ${activity.node}`);
      if (activity.process !== undefined && activity.act === 'written')
        writers.set(fileKey(activity), activity);
      if (activity.act === 'removed') files.delete(fileKey(activity));
      else if (activity.object !== undefined) files.set(fileKey(activity), activity);
    },
    find(cluster, mirror, node) {
      for (const file of files.values())
        if (file.cluster === cluster && bears(file, mirror, node)) return file;
      return undefined;
    },
    isThere: activity => files.get(fileKey(activity)) !== undefined,
    watches: (cluster, node) => watched.has(`${cluster} ${node}`),
    words(activity) {
      const writer = activity.process === undefined ? writers.get(fileKey(activity)) : activity;
      const where = activity.node === '' ? '' : ` on ${activity.node}`;
      const found = `its manifest lies in ${activity.path}${where}`;
      if (writer?.process === undefined)
        return { reasons: [`${found}; who wrote it no agent tells`], evidence: [activityEvidence(activity)] };
      return {
        reasons: [found, `${writer.format} tells who wrote it: ${writerWords(writer.process)}`],
        evidence: [activityEvidence(writer), activityEvidence(activity)],
      };
    },
  };
}

/** An agent in a pod sees the host's folders behind a mount. */
function fileKey({ cluster, path }: FileActivity): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const folder = path.slice(0, path.length - name.length - 1);
  return `${cluster} ${folder.slice(folder.lastIndexOf('/') + 1)}/${name}`;
}

function writerWords({ commandLine, user, login }: ProcessDetail): string {
  const who = [
    user === '' ? '' : `user ${user}`,
    login === '' || login === user ? '' : `logged in as ${login}`,
  ].filter(text => text !== '');
  return `${commandLine}${who.length === 0 ? '' : ` (${who.join(', ')})`}`;
}

function bears(
  file: FileActivity,
  { namespace, name }: { namespace: string; name: string },
  node: string,
): boolean {
  const own = staticPodOf(file);
  if (own === undefined || own.namespace !== namespace) return false;
  const on = file.node || node;
  return on === '' ? name.startsWith(`${own.name}-`) : name === `${own.name}-${on}`;
}

/** The kubelet puts what names no namespace into `default`. */
export function staticPodOf({
  object,
}: FileActivity): { readonly namespace: string; readonly name: string } | undefined {
  const metadata = objectAt(object, 'metadata');
  const name = stringAt(metadata, 'name');
  if (name === undefined || name === '' || stringAt(object, 'kind') !== 'Pod') return undefined;
  return { namespace: stringAt(metadata, 'namespace') || 'default', name };
}
