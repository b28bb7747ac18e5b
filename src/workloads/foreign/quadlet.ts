import type { JsonObject } from '../../model/json.ts';
import { listAt, objectAt } from '../../model/json.ts';
import { textAt } from '../fields.ts';
import {
  containersOfOptions,
  mountsOf,
  namespacesOf,
  portOf,
  powersOf,
  variableOf,
} from './command/engine-options.ts';
import { takeOptions } from './command/options.ts';
import { wordsOf } from './command/shell-words.ts';
import type { ForeignContainer, ForeignPod } from './foreign-pod.ts';
import { podViewOf } from './foreign-pod.ts';
import type { ForeignReading } from './foreign-reading.ts';
import { mountOfDevice, mountOfPairs, mountOfText } from './mount-texts.ts';
import { scalarsAt } from './scalars.ts';
import { timesOf } from './systemd-unit.ts';

const podmanFlags = new Set(
  'privileged rm init read-only d detach i interactive t tty replace no-hosts quiet q P publish-all oom-kill-disable http-proxy env-host'.split(
    ' ',
  ),
);

/** A quadlet: `.container`, `.pod` or `.kube`. https://docs.podman.io/en/latest/markdown/podman-systemd.unit.5.html */
export function readQuadlet(object: JsonObject): ForeignReading {
  const service = objectAt(object, 'Service');
  const timer = objectAt(object, 'Timer');
  const oneShot = scalarsAt(service, 'Type').at(-1) === 'oneshot';
  const section = objectAt(object, 'Container') ?? objectAt(object, 'Pod');
  return {
    views: section === undefined ? [] : [podViewOf(podOf(object, section))],
    ...timesOf(timer),
    persistent: timer === undefined && !oneShot,
    finite: timer !== undefined || oneShot,
    references: referencesOf(object),
  };
}

/** `.kube` units name a file with pods in it, which is to be given itself; a container may name a unit of its image or pod. */
function referencesOf(object: JsonObject): NonNullable<ForeignReading['references']> {
  const from = (section: string, key: string, kind: string) =>
    scalarsAt(objectAt(object, section), key).map(name => ({ kind, name, path: `${section}.${key}` }));
  return [
    ...from('Kube', 'Yaml', 'Manifest'),
    ...from('Container', 'Pod', 'QuadletPod'),
    ...from('Container', 'EnvironmentFile', 'EnvironmentFile'),
  ];
}

function podOf(object: JsonObject, section: JsonObject): ForeignPod {
  const extra = takeOptions(
    listAt(section, 'PodmanArgs')
      .filter(line => typeof line === 'string')
      .flatMap(wordsOf),
    podmanFlags,
  );
  const isPod = objectAt(object, 'Container') === undefined;
  const name = textAt(objectAt(object, 'metadata'), 'name');
  const namespaces = namespacesOf(extra);
  const networks = scalarsAt(section, 'Network');
  const restart = scalarsAt(objectAt(object, 'Service'), 'Restart').at(-1) ?? '';
  return {
    containers: isPod ? podContainers(section, name) : [containerOf(section, name, extra)],
    hostNetwork: namespaces.hostNetwork === true || networks.includes('host'),
    hostPID: namespaces.hostPID === true,
    hostIPC: namespaces.hostIPC === true,
    restartPolicy:
      restart === '' || restart === 'no' ? '' : restart.startsWith('on-') ? 'OnFailure' : 'Always',
  };
}

/** A pod's volumes are mounted into each of its containers, which have files of their own. */
function podContainers(section: JsonObject, name: string): readonly ForeignContainer[] {
  const mounts = scalarsAt(section, 'Volume').map(mountOfText);
  return mounts.length === 0 ? [] : [{ name, path: 'Pod', image: '', mounts }];
}

type Extra = ReturnType<typeof takeOptions>;

function containerOf(section: JsonObject, name: string, extra: Extra): ForeignContainer {
  const image = scalarsAt(section, 'Image').at(-1) ?? '';
  const powers = powersOf(extra);
  const last = (key: string) => scalarsAt(section, key).at(-1);
  const words = (key: string) => (last(key) === undefined ? [] : wordsOf(last(key) ?? ''));
  const lists = (key: string) => scalarsAt(section, key).flatMap(wordsOf);
  const [fromOptions] = containersOfOptions(extra, { image, command: [], path: 'Container' }).containers;
  return {
    ...fromOptions,
    name: last('ContainerName') ?? name.replace(/\.container$/, ''),
    path: 'Container',
    image,
    command: [...(fromOptions?.command ?? []), ...words('Entrypoint')],
    args: words('Exec'),
    ...(last('HealthCmd') === undefined ? {} : { check: ['sh', '-c', last('HealthCmd') ?? ''] }),
    privileged: powers.privileged === true,
    user: last('User') ?? powers.user,
    environment: [...lists('Environment').map(variableOf), ...(fromOptions?.environment ?? [])],
    capabilitiesAdd: [...lists('AddCapability'), ...(powers.capabilitiesAdd ?? [])],
    capabilitiesDrop: [...lists('DropCapability'), ...(powers.capabilitiesDrop ?? [])],
    securityOptions: [
      ...(powers.securityOptions ?? []),
      ...scalarsAt(section, 'SeccompProfile').map(profile => `seccomp=${profile}`),
      ...scalarsAt(section, 'AppArmor').map(profile => `apparmor=${profile}`),
      ...scalarsAt(section, 'Unmask').map(paths => `unmask=${paths}`),
    ],
    mounts: [
      ...scalarsAt(section, 'Volume').map(mountOfText),
      ...scalarsAt(section, 'Mount').map(mountOfPairs),
      ...scalarsAt(section, 'AddDevice').map(text => mountOfDevice(text.replace(/^-/, ''))),
      ...mountsOf(extra),
    ],
    ports: [...scalarsAt(section, 'PublishPort').flatMap(portOf), ...(fromOptions?.ports ?? [])],
    readOnlyRoot: last('ReadOnly') === 'true',
  };
}
