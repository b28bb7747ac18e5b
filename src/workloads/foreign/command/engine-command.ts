import type { ContainerCommand } from './container-command.ts';
import { containersOfOptions } from './engine-options.ts';
import { isSet, lastOf, takeOptions, valuesOf } from './options.ts';

/** Flags without a value, of `docker run`, `podman run` and `nerdctl run`, of `exec`, `start` and `compose`. */
const flags = new Set(
  `d detach i interactive t tty rm privileged init read-only P publish-all no-healthcheck oom-kill-disable
  disable-content-trust sig-proxy q quiet replace no-hosts no-hostname rmi http-proxy passwd env-host unsetenv-all
  read-only-tmpfs a-stdin latest all remote r debug D tls tlsverify build force-recreate no-deps no-build remove-orphans
  service-ports T no-TTY wait always-recreate-deps no-start renew-anon-volumes V use-aliases attach-all ansi-off detach-keys-off
  with-registry-auth prune no-resolve-image start`.split(/\s+/),
);

/** Options before the verb that take no value. */
const globals = new Set([
  'debug',
  'D',
  'tls',
  'tlsverify',
  'remote',
  'r',
  'verbose',
  'noout',
  'help',
  'version',
  'v',
]);
/** In `docker exec` and `start`, `a` and `i` take none either. */
const execFlags = new Set([...flags, 'a', 'attach', 'l']);

const groups = new Set(['container', 'service', 'compose', 'pod', 'stack', 'play', 'kube', 'swarm']);

/** What `docker`, `podman` or `nerdctl` is told to start; undefined if it is nothing. */
export function engineCommand(words: readonly string[], path: string): ContainerCommand | undefined {
  const [program = ''] = words;
  const { rest } = takeOptions(words.slice(1), globals);
  const [first = '', second = ''] = rest;
  if (!groups.has(first)) return plainVerb(first, rest.slice(1), { program, path });
  if (first === 'compose') return composeVerb(rest.slice(1), path);
  const after = rest.slice(2);
  const verb = `${first} ${second}`;
  if (verb === 'service create') return runCommand(after, { program, path, persistent: true });
  if (verb === 'stack deploy') return referring(after, 'ComposeFile');
  if (verb === 'play kube' || verb === 'kube play') return fileOf(after);
  return first === 'container' ? plainVerb(second, after, { program, path }) : undefined;
}

interface Place {
  readonly program: string;
  readonly path: string;
  readonly persistent?: boolean;
}

function plainVerb(verb: string, words: readonly string[], place: Place): ContainerCommand | undefined {
  if (verb === 'run' || verb === 'create') return runCommand(words, place);
  if (verb === 'exec') return execCommand(words, place.path);
  return verb === 'start' || verb === 'restart' ? startCommand(words, place.path) : undefined;
}

function runCommand(
  words: readonly string[],
  { path, persistent = false }: Place,
): ContainerCommand | undefined {
  const options = takeOptions(words, flags);
  const [image = '', ...command] = options.rest;
  if (image === '') return undefined;
  const restart = lastOf(options, 'restart', 'restart-condition');
  const keeps = /^(always|unless-stopped|on-failure|any)/.test(restart);
  return {
    pod: {
      ...containersOfOptions(options, { image, command, path }),
      restartPolicy: keeps ? 'Always' : 'Never',
    },
    persistent: persistent || keeps,
    references: [],
  };
}

function execCommand(words: readonly string[], path: string): ContainerCommand | undefined {
  const options = takeOptions(words, execFlags);
  const [name = '', ...command] = options.rest;
  if (name === '' || command.length === 0) return undefined;
  const container = {
    name,
    path,
    image: '',
    command,
    privileged: isSet(options, 'privileged'),
    user: lastOf(options, 'u', 'user'),
    tty: isSet(options, 't', 'tty'),
    stdin: isSet(options, 'i', 'interactive'),
  };
  return { pod: { containers: [container] }, persistent: false, references: [{ kind: 'Container', name }] };
}

function startCommand(words: readonly string[], path: string): ContainerCommand | undefined {
  const { rest } = takeOptions(words, execFlags);
  if (rest.length === 0) return undefined;
  const containers = rest.slice(0, 64).map(name => ({ name, path, image: '' }));
  return {
    pod: { containers },
    persistent: false,
    references: rest.slice(0, 64).map(name => ({ kind: 'Container', name })),
  };
}

/** `docker compose -f x.yaml run web sh -c ...`: what else the service is stands in its own file. */
function composeVerb(words: readonly string[], path: string): ContainerCommand | undefined {
  const options = takeOptions(words, flags);
  const [verb = '', ...after] = options.rest;
  if (!['up', 'run', 'exec', 'start', 'create', 'restart'].includes(verb)) return undefined;
  const inner = takeOptions(after, flags);
  const [service = '', ...command] = inner.rest;
  const files = valuesOf(options, 'f', 'file');
  const references = (files.length === 0 ? ['compose.yaml'] : files).map(name => ({
    kind: 'ComposeFile',
    name,
  }));
  const isOne = verb === 'run' || verb === 'exec';
  const container = { name: service, path, image: '', command: isOne ? command : [] };
  return { pod: { containers: service === '' ? [] : [container] }, persistent: false, references };
}

function referring(words: readonly string[], kind: string): ContainerCommand {
  const options = takeOptions(words, flags);
  const names = valuesOf(options, 'c', 'compose-file');
  return { pod: { containers: [] }, persistent: true, references: names.map(name => ({ kind, name })) };
}

function fileOf(words: readonly string[]): ContainerCommand {
  const { rest } = takeOptions(words, flags);
  const references = rest.slice(0, 1).map(name => ({ kind: 'Manifest', name }));
  return { pod: { containers: [] }, persistent: true, references };
}
