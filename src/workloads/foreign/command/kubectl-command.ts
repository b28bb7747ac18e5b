import type { ForeignContainer } from '../foreign-pod.ts';
import type { ContainerCommand } from './container-command.ts';
import type { Options } from './options.ts';
import { isSet, lastOf, takeOptions, valuesOf } from './options.ts';

const flags = new Set(
  `rm i stdin t tty attach command privileged expose quiet q insecure-skip-tls-verify match-server-version warnings-as-errors
  server-side force-conflicts force record save-config R recursive wait overwrite prune all A all-namespaces it`.split(
    /\s+/,
  ),
);

/** Verbs that take options and words in any order, up to `--`. */
export function kubectlCommand(words: readonly string[], path: string): ContainerCommand | undefined {
  const end = words.indexOf('--');
  const before = words.slice(1, end < 0 ? undefined : end);
  const command = end < 0 ? [] : words.slice(end + 1);
  const { options, plain } = takeMixed(before);
  const [verb = '', first = '', second = ''] = plain;
  if (verb === 'run') return making({ options, name: first, command: [...plain.slice(2), ...command], path });
  if (verb === 'exec')
    return execIn({ options, name: first, command: [...plain.slice(2), ...command], path });
  if (verb === 'create' && /^(job|cronjob|deployment|deploy|cj)s?(\.|$)/.test(first))
    return making({ options, name: second, command, path, persistent: first.startsWith('deploy') });
  return verb === 'apply' || verb === 'create' || verb === 'replace' ? fromFiles(options) : undefined;
}

interface Mixed {
  readonly options: Options;
  readonly plain: readonly string[];
}

function takeMixed(words: readonly string[]): Mixed {
  const all: (readonly [string, string])[] = [];
  const plain: string[] = [];
  let left = words;
  while (left.length > 0) {
    const taken = takeOptions(left, flags);
    all.push(...taken.all);
    const [word, ...rest] = taken.rest;
    if (word !== undefined) plain.push(word);
    left = rest;
  }
  return { options: { all, rest: [] }, plain };
}

interface Making {
  readonly options: Options;
  readonly name: string;
  readonly command: readonly string[];
  readonly path: string;
  readonly persistent?: boolean;
}

function making({ options, name, command, path, persistent = false }: Making): ContainerCommand {
  const container: ForeignContainer = {
    name,
    path,
    image: lastOf(options, 'image'),
    command,
    privileged: isSet(options, 'privileged'),
    environment: valuesOf(options, 'env').map(text => ({
      name: text.split('=')[0] ?? '',
      value: text.slice(text.indexOf('=') + 1),
    })),
    tty: isSet(options, 't', 'tty', 'it'),
    stdin: isSet(options, 'i', 'stdin', 'it'),
  };
  const from = lastOf(options, 'from');
  const schedule = lastOf(options, 'schedule');
  return {
    pod: { containers: [container] },
    persistent,
    references: from === '' ? [] : [{ kind: 'CronJob', name: from.replace(/^cronjobs?\//, '') }],
    ...(schedule === '' ? {} : { schedule }),
  };
}

function execIn({ options, name, command, path }: Making): ContainerCommand | undefined {
  if (name === '' || command.length === 0) return undefined;
  const container = { name: lastOf(options, 'c', 'container') || name, path, image: '', command };
  return { pod: { containers: [container] }, persistent: false, references: [{ kind: 'Pod', name }] };
}

/** `kubectl apply -f https://...`: what it makes is not in the line. */
function fromFiles(options: Options): ContainerCommand | undefined {
  const names = [...valuesOf(options, 'f', 'filename'), ...valuesOf(options, 'k', 'kustomize')].slice(0, 16);
  if (names.length === 0) return undefined;
  return {
    pod: { containers: [] },
    persistent: false,
    references: names.map(name => ({ kind: 'Manifest', name })),
  };
}
