import { withoutSecrets } from '../../formats/seen/hide-secrets.ts';
import type { JsonObject } from '../../model/json.ts';
import { listAt, objectAt, stringAt, stringsAt } from '../../model/json.ts';

/** A container as a pod's spec asks for it. */
export interface PodContainer {
  readonly name: string;
  /** More than one where it was changed. */
  readonly images: readonly string[];
  readonly command: readonly string[];
  readonly args: readonly string[];
  /** Commands of probes and hooks, which the kubelet executes in it. */
  readonly executed: readonly string[];
}

const lists = ['initContainers', 'containers', 'ephemeralContainers'] as const;
const most = { containers: 64, words: 256 } as const;

/** undefined: the body is no pod with a spec. */
export function podContainersOf(pod: JsonObject | undefined): readonly PodContainer[] | undefined {
  const spec = objectAt(pod, 'spec');
  if (spec === undefined) return undefined;
  return lists
    .flatMap(list => listAt(spec, list))
    .slice(0, most.containers)
    .map(container => ({
      name: stringAt(container, 'name') ?? '',
      images: [stringAt(container, 'image') ?? ''],
      command: stringsAt(container, 'command').slice(0, most.words),
      args: stringsAt(container, 'args').slice(0, most.words),
      executed: executedIn(container),
    }));
}

const hooks = ['postStart', 'preStop'] as const;
const probes = ['startupProbe', 'livenessProbe', 'readinessProbe'] as const;

function executedIn(container: unknown): readonly string[] {
  const lifecycle = objectAt(container, 'lifecycle');
  const actions = [
    ...hooks.map(hook => objectAt(lifecycle, hook)),
    ...probes.map(probe => objectAt(container, probe)),
  ];
  return actions
    .map(action => stringsAt(objectAt(action, 'exec'), 'command').slice(0, most.words))
    .filter(words => words.length > 0)
    .map(words => plain(words.join(' ')));
}

export function mergedContainers(
  known: readonly PodContainer[] | undefined,
  told: readonly PodContainer[] | undefined,
): readonly PodContainer[] | undefined {
  if (known === undefined || told === undefined) return told ?? known;
  const merged = told.map(container => {
    const before = known.find(({ name }) => name === container.name);
    if (before === undefined) return container;
    return { ...container, images: [...new Set([...before.images, ...container.images])].slice(-8) };
  });
  const gone = known.filter(({ name }) => told.every(container => container.name !== name));
  return [...gone, ...merged].slice(-most.containers);
}

/** Agents quote command lines each in their own way, or not at all: they are compared without quotes, and without secrets. */
export const plain = (line: string): string =>
  withoutSecrets(line)
    .replace(/["'\\]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
