import type { ForeignPod } from '../foreign-pod.ts';
import { crictlCommand, ctrCommand } from './containerd-command.ts';
import { engineCommand } from './engine-command.ts';
import { kubectlCommand } from './kubectl-command.ts';
import type { SimpleCommand } from './shell-words.ts';
import { simpleCommands } from './shell-words.ts';

/** What a command line has an engine or an orchestrator start. */
export interface ContainerCommand {
  readonly pod: ForeignPod;
  /** It goes on after the command has ended: `-d`, `--restart=always`, a Deployment. */
  readonly persistent: boolean;
  /** Files, addresses or objects that hold what is started. */
  readonly references: readonly { readonly kind: string; readonly name: string }[];
  /** `kubectl create cronjob --schedule` */
  readonly schedule?: string;
}

/** What one program's words say; undefined: it starts nothing. */
export type ReadProgram = (words: readonly string[], path: string) => ContainerCommand | undefined;

const programs: ReadonlyMap<string, ReadProgram> = new Map([
  ['docker', engineCommand],
  ['podman', engineCommand],
  ['nerdctl', engineCommand],
  ['docker-compose', (words, path) => engineCommand(['docker', 'compose', ...words.slice(1)], path)],
  ['podman-compose', (words, path) => engineCommand(['podman', 'compose', ...words.slice(1)], path)],
  ['ctr', ctrCommand],
  ['crictl', crictlCommand],
  ['kubectl', kubectlCommand],
  ['oc', kubectlCommand],
]);

const shells = /^(?:ba|da|z|k|a)?sh$/;
const deepest = 3;
const most = 32;

/** The container commands in a shell line, in scripts of `sh -c` too. `path` is where the line is in its file. */
export function containerCommands(line: string, path: string, depth = 0): readonly ContainerCommand[] {
  const commands = simpleCommands(line);
  return commands
    .flatMap((command, index) => ofSimple(command, { commands, index, path, depth }))
    .slice(0, most);
}

/** The same of words that no shell reads: ExecStart of a unit. */
export function containerCommandsOfWords(
  words: readonly string[],
  path: string,
): readonly ContainerCommand[] {
  const command: SimpleCommand = { words, joint: '' };
  return ofSimple(command, { commands: [command], index: 0, path, depth: 0 }).slice(0, most);
}

interface Place {
  readonly commands: readonly SimpleCommand[];
  readonly index: number;
  readonly path: string;
  readonly depth: number;
}

function ofSimple({ words }: SimpleCommand, place: Place): readonly ContainerCommand[] {
  const start = programAt(words);
  if (start < 0) return [];
  const name = baseName(words[start] ?? '');
  const own = words.slice(start);
  if (shells.test(name)) return place.depth >= deepest ? [] : ofScript(own, place);
  const read = programs.get(name)?.([name, ...own.slice(1)], place.path);
  return read === undefined ? [] : [withPipe(read, place)];
}

function ofScript(words: readonly string[], { path, depth }: Place): readonly ContainerCommand[] {
  const at = words.findIndex(word => /^-[a-zA-Z]*c[a-zA-Z]*$/.test(word));
  const script = at < 0 ? undefined : words[at + 1];
  return script === undefined ? [] : containerCommands(script, path, depth + 1);
}

/** They run the program that follows their own options and words. */
const wrappers = new Set([
  'sudo',
  'doas',
  'env',
  'exec',
  'nice',
  'ionice',
  'nohup',
  'setsid',
  'time',
  'timeout',
  'flock',
  'chronic',
  'stdbuf',
  'command',
  'systemd-cat',
  'systemd-run',
  'systemd-inhibit',
  'runuser',
  'su',
  'chrt',
  'taskset',
  'cgexec',
  'logger',
  'cronic',
  'xargs',
  'then',
  'do',
  'else',
  '!',
  'if',
  'while',
]);

const longestPrefix = 16;

/** The word of the program: the first, or, after wrappers, the first that is a known one. */
function programAt(words: readonly string[]): number {
  const first = words.findIndex(word => !/^[A-Za-z_]\w*=/.test(word));
  if (first < 0) return -1;
  const name = baseName(words[first] ?? '');
  if (programs.has(name) || shells.test(name)) return first;
  if (!wrappers.has(name)) return -1;
  const inner = words
    .slice(first + 1, first + longestPrefix)
    .findIndex(word => programs.has(baseName(word)) || shells.test(baseName(word)));
  return inner < 0 ? -1 : first + 1 + inner;
}

function baseName(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}

/** `curl ... | docker exec -i web sh`: with what is piped, the words of the container are not all that it runs. */
function withPipe(command: ContainerCommand, { commands, index }: Place): ContainerCommand {
  const before = pipedInto(commands, index);
  const [container, ...others] = command.pod.containers;
  if (before.length === 0 || container === undefined) return command;
  const own = [...(container.command ?? []), ...(container.args ?? [])].join(' ');
  const script = [...before.map(({ words }) => words.join(' ')), own].join(' | ');
  const piped = { ...container, command: [script], args: [] };
  return { ...command, pod: { ...command.pod, containers: [piped, ...others] } };
}

function pipedInto(commands: readonly SimpleCommand[], index: number): readonly SimpleCommand[] {
  let start = index;
  while (start > 0 && commands[start]?.joint === '|') start -= 1;
  return commands.slice(start, index);
}
