import type { ContainerCommand } from './container-command.ts';
import { containersOfOptions } from './engine-options.ts';
import { isSet, takeOptions } from './options.ts';

const ctrFlags = new Set(
  'rm d detach t tty privileged net-host null-io read-only fifo-dir-off cni no-pivot rootfs with-ns-off enable-cni debug allow-new-privs'.split(
    ' ',
  ),
);
const ctrGlobals = new Set(['debug', 'help', 'h', 'version', 'v']);

/** `ctr -n k8s.io run --privileged --mount type=bind,... IMAGE ID COMMAND`, `ctr task exec --exec-id x ID COMMAND`. */
export function ctrCommand(words: readonly string[], path: string): ContainerCommand | undefined {
  const { rest } = takeOptions(words.slice(1), ctrGlobals);
  const [first = '', second = ''] = rest;
  if (first === 'run') return run(rest.slice(1), path);
  const isExec = /^(tasks?|t)$/.test(first) && second === 'exec';
  if (isExec) return exec(takeOptions(rest.slice(2), ctrFlags).rest, path);
  const isCreate = /^(containers?|c)$/.test(first) && second === 'create';
  return isCreate ? run(rest.slice(2), path) : undefined;
}

function run(words: readonly string[], path: string): ContainerCommand | undefined {
  const options = takeOptions(words, ctrFlags);
  const [image = '', id = '', ...command] = options.rest;
  if (image === '') return undefined;
  const pod = containersOfOptions(options, { image, command, path });
  const containers = pod.containers.map(container => ({ ...container, name: id }));
  return {
    pod: { ...pod, containers },
    persistent: isSet(options, 'd', 'detach') && !isSet(options, 'rm'),
    references: [],
  };
}

function exec([name = '', ...command]: readonly string[], path: string): ContainerCommand | undefined {
  if (name === '' || command.length === 0) return undefined;
  return {
    pod: { containers: [{ name, path, image: '', command }] },
    persistent: false,
    references: [{ kind: 'Container', name }],
  };
}

const crictlFlags = new Set([
  'i',
  'interactive',
  't',
  'tty',
  's',
  'sync',
  'debug',
  'D',
  'no-pull',
  'with-pull',
  'quiet',
  'q',
]);

/** `crictl exec ID COMMAND`; what `crictl run` and `runp` start stands in files of their own. */
export function crictlCommand(words: readonly string[], path: string): ContainerCommand | undefined {
  const { rest } = takeOptions(words.slice(1), crictlFlags);
  const [verb = '', ...after] = rest;
  if (verb === 'exec') return exec(takeOptions(after, crictlFlags).rest, path);
  if (verb !== 'run' && verb !== 'runp' && verb !== 'create') return undefined;
  const files = takeOptions(after, crictlFlags).rest.filter(word => /\.(json|ya?ml)$/.test(word));
  const references = files.slice(0, 4).map(name => ({ kind: 'ContainerConfig', name }));
  return { pod: { containers: [] }, persistent: false, references };
}
