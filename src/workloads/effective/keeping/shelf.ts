import type { Target } from '../reading/target.ts';
import type { Kept } from './kept.ts';

/** Where objects are kept, by cluster, kind, namespace and name. */
export interface Shelf {
  keyOf(cluster: string, target: Target): string;
  get(key: string): Kept | undefined;
  set(key: string, kept: Kept): void;
  /** The keys of all objects of the target's kind and namespace. */
  within(cluster: string, target: Target): readonly string[];
  blind(): readonly string[];
}

interface ShelfOptions {
  readonly limit: number;
  readonly characters: number;
}

/** What an entry takes beside its text. */
const overhead = 512;

export function createShelf({ limit, characters }: ShelfOptions): Shelf {
  const entries = new Map<string, Kept>();
  const scopes = new Map<string, Set<string>>();
  let size = 0;
  let forgotten = 0;

  const remove = (key: string): Kept | undefined => {
    const kept = entries.get(key);
    if (kept === undefined) return undefined;
    entries.delete(key);
    size -= sizeOf(kept);
    const scope = scopeOf(key);
    const names = scopes.get(scope);
    names?.delete(key);
    if (names?.size === 0) scopes.delete(scope);
    return kept;
  };

  const shrink = (): void => {
    for (const key of entries.keys()) {
      if (entries.size <= limit && size <= characters) return;
      if (remove(key)?.text !== undefined) forgotten += 1;
    }
  };

  return {
    keyOf: (cluster, target) => `${scopeIn(cluster, target)}\n${target.reference.name}`,
    get: key => entries.get(key),
    set(key, kept) {
      remove(key);
      entries.set(key, kept);
      size += sizeOf(kept);
      const scope = scopeOf(key);
      const names = scopes.get(scope);
      if (names === undefined) scopes.set(scope, new Set([key]));
      else names.add(key);
      shrink();
    },
    within: (cluster, target) => [...(scopes.get(scopeIn(cluster, target)) ?? [])],
    blind: () =>
      forgotten === 0
        ? []
        : [
            `${forgotten} ${forgotten === 1 ? 'object was' : 'objects were'} forgotten, as more were changed than are kept: what changed in them later is not known`,
          ],
  };
}

const sizeOf = ({ text }: Kept): number => (text?.length ?? 0) + overhead;

/** The group of today: extensions/v1beta1 and apps/v1 serve the same Deployments. */
function scopeIn(cluster: string, { reference, kind }: Target): string {
  const parts = [cluster, kind.groups[0] ?? '', kind.resource, reference.namespace];
  return parts.map(part => (part.includes('\n') ? JSON.stringify(part) : part)).join('\n');
}

/** A line break in a name does no harm: it is the last part. */
function scopeOf(key: string): string {
  return key.split('\n').slice(0, 4).join('\n');
}
