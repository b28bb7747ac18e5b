import type { JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, objectAt } from '../../model/json.ts';
import { textAt } from '../fields.ts';
import { portOf } from './command/engine-options.ts';
import type { ForeignContainer, ForeignMount, ForeignPort } from './foreign-pod.ts';
import { podViewOf } from './foreign-pod.ts';
import type { ForeignReading } from './foreign-reading.ts';
import { labelledWork } from './labelled-schedules.ts';
import { mountOfDevice, mountOfText } from './mount-texts.ts';
import {
  firstText,
  flagAt,
  labelsAt,
  objectsAt,
  scalarAt,
  scalarsAt,
  scalarText,
  variablesAt,
  wordsAt,
} from './scalars.ts';

/** One service of a Compose file: `{services: {NAME: {...}}}`. https://github.com/compose-spec/compose-spec */
export function readServiceOfCompose(object: JsonObject): ForeignReading {
  const name = textAt(objectAt(object, 'metadata'), 'name');
  const service = objectAt(objectAt(object, 'services'), name) ?? {};
  const deploy = objectAt(service, 'deploy') ?? {};
  const labels = { ...labelsAt(service, 'labels'), ...labelsAt(deploy, 'labels') };
  const path = `services.${name}`;
  const work = labelledWork(labels, path);
  const container = containerOf(service, name, path);
  const restart = restartOf(service, deploy);
  const ends = restart === 'Never' && work.scheduled;
  return {
    views: [
      podViewOf({
        containers: [container, ...work.containers(container)],
        hostNetwork: textAt(service, 'network_mode') === 'host' || usesHostNetwork(service),
        hostPID: textAt(service, 'pid') === 'host',
        hostIPC: textAt(service, 'ipc') === 'host',
        restartPolicy: restart,
        runtime: textAt(service, 'runtime'),
        labels,
      }),
    ],
    ...work.reading,
    persistent: !ends,
    finite: work.scheduled,
    everyNode: textAt(deploy, 'mode').startsWith('global'),
    replicas: numberIn(scalarAt(deploy, 'replicas') || scalarAt(service, 'scale')),
    missing: missingIn(service, path),
  };
}

function numberIn(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : -1;
}

function missingIn(service: JsonObject, path: string): readonly string[] {
  const extended = fieldOf(service, 'extends');
  const from = isObject(extended)
    ? [firstText(extended, 'file'), firstText(extended, 'service')].filter(text => text !== '').join(' ')
    : scalarText(extended);
  return extended === undefined ? [] : [`${path}.extends: what ${from} adds is not read`];
}

function restartOf(service: JsonObject, deploy: JsonObject): string {
  const condition = textAt(objectAt(deploy, 'restart_policy'), 'condition');
  const restart = condition || scalarAt(service, 'restart');
  if (/^(no|none|false)$/.test(restart)) return 'Never';
  if (restart.startsWith('on-failure')) return 'OnFailure';
  return restart === '' ? '' : 'Always';
}

/** The predefined network `host`, under any name. */
function usesHostNetwork(service: JsonObject): boolean {
  const networks = fieldOf(service, 'networks');
  return isObject(networks)
    ? Object.hasOwn(networks, 'host')
    : scalarsAt(service, 'networks').includes('host');
}

export function containerOf(service: JsonObject, name: string, path: string): ForeignContainer {
  return {
    name: firstText(service, 'container_name') || name,
    path,
    image: scalarAt(service, 'image'),
    command: wordsAt(service, 'entrypoint'),
    args: wordsAt(service, 'command'),
    check: checkOf(objectAt(service, 'healthcheck')),
    privileged: flagAt(service, 'privileged'),
    user: scalarAt(service, 'user'),
    environment: variablesAt(service, 'environment'),
    capabilitiesAdd: scalarsAt(service, 'cap_add'),
    capabilitiesDrop: scalarsAt(service, 'cap_drop'),
    securityOptions: scalarsAt(service, 'security_opt'),
    mounts: mountsOf(service),
    ports: portsOf(service),
    readOnlyRoot: flagAt(service, 'read_only'),
    tty: flagAt(service, 'tty'),
    stdin: flagAt(service, 'stdin_open'),
  };
}

/** `["CMD", ...]` and `["CMD-SHELL", "..."]`; a text is for the shell. */
export function checkOf(healthcheck: JsonObject | undefined): readonly string[] | undefined {
  const test = fieldOf(healthcheck, 'test');
  if (typeof test === 'string') return ['sh', '-c', scalarText(test)];
  if (!Array.isArray(test)) return undefined;
  const [form = '', ...words] = test.slice(0, 2_048).map(scalarText);
  if (form === 'CMD-SHELL') return ['sh', '-c', ...words];
  return form === 'CMD' ? words : undefined;
}

function mountsOf(service: JsonObject): readonly ForeignMount[] {
  const volumes = fieldOf(service, 'volumes');
  const list = Array.isArray(volumes) ? volumes.slice(0, 256) : [];
  const mounts = list.map(item => (isObject(item) ? longMount(item) : mountOfText(scalarText(item))));
  const devices = scalarsAt(service, 'devices').map(mountOfDevice);
  return [...mounts, ...devices];
}

/** https://github.com/compose-spec/compose-spec/blob/main/05-services.md#long-syntax-6 */
export function longMount(mount: JsonObject): ForeignMount {
  const type = firstText(mount, 'type', 'Type') || 'volume';
  const bind = objectAt(mount, 'bind') ?? objectAt(mount, 'BindOptions');
  const propagation = firstText(bind, 'propagation', 'Propagation');
  return {
    type: type === 'bind' || type === 'npipe' ? 'host' : type === 'tmpfs' ? 'memory' : 'volume',
    source: firstText(mount, 'source', 'src', 'Source'),
    target: firstText(mount, 'target', 'dst', 'destination', 'Target'),
    readOnly: flagAt(mount, 'read_only') || flagAt(mount, 'readonly') || flagAt(mount, 'ReadOnly'),
    ...(propagation.endsWith('shared') ? { propagation: 'Bidirectional' } : {}),
  };
}

function portsOf(service: JsonObject): readonly ForeignPort[] {
  const long = objectsAt(service, 'ports').map(port => ({
    container: Math.max(0, numberIn(scalarAt(port, 'target'))),
    host: Math.max(0, numberIn(scalarAt(port, 'published'))),
  }));
  return [...long, ...scalarsAt(service, 'ports').flatMap(portOf)];
}
