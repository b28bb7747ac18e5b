import type { Container } from '../workload-change.ts';
import type { ContainerField } from './field-change.ts';
import { each, inTurn, itemsOf, mount, number, plain, source, variable, words } from './in-words.ts';
import type { Said } from './workload-fields.ts';

type Reader = (container: Container) => Said;

/** The compiler asks for a line for every field of a container that is not left out by name. */
export const containerFields: { readonly [Field in ContainerField]: Reader } = {
  role: container => container.role,
  image: container => container.image,
  repository: ({ registry, repository }) => (repository === '' ? '' : `${registry}/${repository}`),
  command: container => words(container.command),
  args: container => words(container.args),
  hooksAndProbes: container => inTurn(hooksAndProbes(container)),
  env: container => itemsOf(container.env, variable),
  envFrom: container => itemsOf(container.envFrom, source),
  privileged: container => plain(container.privileged),
  hostProcess: container => plain(container.hostProcess),
  runAsUser: container => number(container.runAsUser),
  runAsNonRoot: container => plain(container.runAsNonRoot),
  allowPrivilegeEscalation: container => plain(container.allowPrivilegeEscalation),
  capabilitiesAdd: container => each(container.capabilitiesAdd),
  capabilitiesDrop: container => each(container.capabilitiesDrop),
  procMount: container => container.procMount,
  seccompProfile: container => container.seccompProfile,
  appArmorProfile: container => container.appArmorProfile,
  readOnlyRootFilesystem: container => plain(container.readOnlyRootFilesystem),
  mounts: container => itemsOf(container.mounts, mount),
  ports: container => each(container.ports),
  hostPorts: container => each(container.hostPorts),
  tty: container => plain(container.tty),
  stdin: container => plain(container.stdin),
  targetContainerName: container => container.targetContainerName,
};

/** The first command line is command and args, where there are any. */
function hooksAndProbes({ command, args, commandLines }: Container): readonly string[] {
  return commandLines.slice(command.length + args.length > 0 ? 1 : 0);
}
