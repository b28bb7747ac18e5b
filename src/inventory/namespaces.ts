import type { Author } from '../lineage/author.ts';
import { readAuthor } from '../lineage/author.ts';
import { microseconds } from '../lineage/microseconds.ts';
import type { AuditActivity } from '../model/activity.ts';
import type { Interest } from '../model/interest.ts';
import type { Evidence } from '../model/signal.ts';

/** Who deleted a namespace: what is in it is deleted by a controller then. */
export interface NamespaceDeletion {
  readonly author: Author;
  /** Microseconds since 1970. */
  readonly at: number;
  readonly evidence: Evidence;
}

export interface Namespaces {
  take(activity: AuditActivity): void;
  /** The last before this time. */
  deletion(cluster: string, namespace: string, before: number): NamespaceDeletion | undefined;
}

export const isNamespaceDeletion: Interest['pair'] = (verb, resource) =>
  verb === 'delete' && resource === 'namespaces';

const most = 10_000;

export function createNamespaces(): Namespaces {
  const deletions = new Map<string, NamespaceDeletion>();
  return {
    take({ cluster, request, origin }) {
      const { object, verb, at } = request;
      if (object?.resource !== 'namespaces' || verb !== 'delete' || object.subresource !== '') return;
      if (deletions.size >= most) deletions.delete(deletions.keys().next().value ?? '');
      const { source, file, line } = origin;
      const evidence = { source, file, line, auditID: request.auditId, time: at || null };
      const key = keyOf(cluster, object.name);
      deletions.delete(key);
      deletions.set(key, { author: readAuthor(request), at: microseconds(at), evidence });
    },
    deletion(cluster, namespace, before) {
      const found = deletions.get(keyOf(cluster, namespace));
      return found !== undefined && found.at <= before ? found : undefined;
    },
  };
}

const keyOf = (cluster: string, namespace: string): string => JSON.stringify([cluster, namespace]);
