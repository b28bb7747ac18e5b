import type { ForeignContainer, ForeignMount, ForeignPod, ForeignPort, Variable } from '../foreign-pod.ts';
import { mountOfDevice, mountOfPairs, mountOfText } from '../mount-texts.ts';
import type { Options } from './options.ts';
import { isSet, lastOf, valuesOf } from './options.ts';

interface Run {
  readonly image: string;
  readonly command: readonly string[];
  readonly path: string;
}

/** The options of `docker run`, `podman run`, `nerdctl run` and quadlets' PodmanArgs in the words of a pod. */
export function containersOfOptions(options: Options, { image, command, path }: Run): ForeignPod {
  const entrypoint = lastOf(options, 'entrypoint');
  const container: ForeignContainer = {
    name: lastOf(options, 'name') || nameOfImage(image),
    path,
    image,
    command: entrypoint === '' ? [] : [entrypoint],
    args: command,
    check: checkOf(lastOf(options, 'health-cmd')),
    ...powersOf(options),
    environment: valuesOf(options, 'e', 'env').map(variableOf),
    mounts: mountsOf(options),
    ports: valuesOf(options, 'p', 'publish').flatMap(portOf),
    readOnlyRoot: isSet(options, 'read-only'),
    tty: isSet(options, 't', 'tty'),
    stdin: isSet(options, 'i', 'interactive'),
  };
  return { containers: [container], ...namespacesOf(options), runtime: lastOf(options, 'runtime') };
}

export function powersOf(options: Options): Partial<ForeignContainer> {
  return {
    privileged: isSet(options, 'privileged'),
    user: lastOf(options, 'u', 'user'),
    capabilitiesAdd: valuesOf(options, 'cap-add').flatMap(listed),
    capabilitiesDrop: valuesOf(options, 'cap-drop').flatMap(listed),
    securityOptions: valuesOf(options, 'security-opt'),
  };
}

export function namespacesOf(options: Options): Pick<ForeignPod, 'hostNetwork' | 'hostPID' | 'hostIPC'> {
  return {
    hostNetwork: valuesOf(options, 'net', 'network').includes('host') || isSet(options, 'net-host'),
    hostPID: lastOf(options, 'pid') === 'host',
    hostIPC: lastOf(options, 'ipc') === 'host',
  };
}

export function mountsOf(options: Options): readonly ForeignMount[] {
  return [
    ...valuesOf(options, 'v', 'volume').map(mountOfText),
    ...valuesOf(options, 'mount').map(mountOfPairs),
    ...valuesOf(options, 'device').map(mountOfDevice),
  ];
}

export function variableOf(text: string): Variable {
  const equals = text.indexOf('=');
  return equals < 0
    ? { name: text, value: '' }
    : { name: text.slice(0, equals), value: text.slice(equals + 1) };
}

/** `127.0.0.1:8080:80/tcp`, `8080:80`, `80` */
export function portOf(text: string): readonly ForeignPort[] {
  const [, host = '', inside] = /^(?:.*?:)?(?:(\d{1,5})?:)?(\d{1,5})(?:\/\w+)?$/.exec(text) ?? [];
  return inside === undefined ? [] : [{ container: Number(inside), host: Number(host || 0) }];
}

export function nameOfImage(image: string): string {
  const last = image.slice(image.lastIndexOf('/') + 1);
  return last.split(/[@:]/)[0] ?? '';
}

function listed(text: string): readonly string[] {
  return text.split(',').filter(each => each !== '');
}

function checkOf(text: string): readonly string[] | undefined {
  return text === '' ? undefined : ['sh', '-c', text];
}
