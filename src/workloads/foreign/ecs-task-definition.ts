import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, objectAt } from '../../model/json.ts';
import { textAt } from '../fields.ts';
import { checkOf } from './compose-service.ts';
import type { ForeignContainer, ForeignMount, ForeignPod, Variable } from './foreign-pod.ts';
import { podViewOf } from './foreign-pod.ts';
import type { ForeignReading } from './foreign-reading.ts';
import { mountOfDevice } from './mount-texts.ts';
import { flagAt, objectsAt, scalarAt, scalarsAt, variablesAt } from './scalars.ts';

/**
 * Services keep tasks of it running, so it is judged like what stays.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
 */
export function readTaskDefinition(object: JsonObject): ForeignReading {
  return { views: [podViewOf(podOf(object))], persistent: true };
}

function podOf(definition: JsonObject): ForeignPod {
  const volumes = new Map(objectsAt(definition, 'volumes').map(volume => [textAt(volume, 'name'), volume]));
  return {
    containers: objectsAt(definition, 'containerDefinitions').map((container, index) =>
      containerOf(container, volumes, `containerDefinitions[${index}]`),
    ),
    hostNetwork: textAt(definition, 'networkMode') === 'host',
    hostPID: textAt(definition, 'pidMode') === 'host',
    hostIPC: textAt(definition, 'ipcMode') === 'host',
    serviceAccount: roleName(textAt(definition, 'taskRoleArn')),
  };
}

function containerOf(
  container: JsonObject,
  volumes: ReadonlyMap<string, JsonObject>,
  path: string,
): ForeignContainer {
  const linux = objectAt(container, 'linuxParameters');
  const capabilities = objectAt(linux, 'capabilities');
  const devices = objectsAt(linux, 'devices').map(device => mountOfDevice(textAt(device, 'hostPath')));
  return {
    name: textAt(container, 'name'),
    path,
    role: fieldOf(container, 'essential') === false ? 'sidecar' : 'container',
    image: textAt(container, 'image'),
    command: scalarsAt(container, 'entryPoint'),
    args: scalarsAt(container, 'command'),
    check: checkOf({ test: fieldOf(objectAt(container, 'healthCheck'), 'command') }),
    privileged: flagAt(container, 'privileged'),
    user: scalarAt(container, 'user'),
    environment: [
      ...environmentOf(container),
      ...objectsAt(container, 'secrets').map(secret => ({
        name: textAt(secret, 'name'),
        value: '',
        secret: textAt(secret, 'valueFrom'),
      })),
    ],
    capabilitiesAdd: scalarsAt(capabilities, 'add'),
    capabilitiesDrop: scalarsAt(capabilities, 'drop'),
    securityOptions: scalarsAt(container, 'dockerSecurityOptions'),
    mounts: [...objectsAt(container, 'mountPoints').map(point => mountOf(point, volumes)), ...devices],
    ports: objectsAt(container, 'portMappings').map(port => ({
      container: Number(scalarAt(port, 'containerPort')) || 0,
      host: Number(scalarAt(port, 'hostPort')) || 0,
    })),
    readOnlyRoot: flagAt(container, 'readonlyRootFilesystem'),
    tty: flagAt(container, 'pseudoTerminal'),
    stdin: flagAt(container, 'interactive'),
  };
}

/** A list of `{name, value}`; an export may have an object. */
function environmentOf(container: JsonObject): readonly Variable[] {
  const list = fieldOf(container, 'environment');
  if (!Array.isArray(list)) return variablesAt(container, 'environment');
  return objectsAt(container, 'environment').map(item => ({
    name: textAt(item, 'name'),
    value: scalarAt(item, 'value'),
  }));
}

/** A volume with `host` and no path is made by Docker. */
function mountOf(point: JsonObject, volumes: ReadonlyMap<string, JsonObject>): ForeignMount {
  const name = textAt(point, 'sourceVolume');
  const hostPath = textAt(objectAt(volumes.get(name), 'host'), 'sourcePath');
  return {
    type: hostPath === '' ? 'volume' : 'host',
    source: hostPath || name,
    target: textAt(point, 'containerPath'),
    readOnly: flagAt(point, 'readOnly'),
  };
}

/** `web` of `arn:aws:iam::111122223333:role/web`. */
export function roleName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** What RunTask, a rule's target or a schedule has a task definition's containers run in place of their own command. */
export function overridesView(overrides: Json | undefined, path: string): ReturnType<typeof podViewOf> {
  return podViewOf({
    containers: objectsAt(overrides, 'containerOverrides').map((container, index) => ({
      name: textAt(container, 'name'),
      path: `${path}.containerOverrides[${index}]`,
      image: '',
      command: scalarsAt(container, 'command'),
      environment: environmentOf(container),
    })),
    serviceAccount: roleName(textAt(overrides, 'taskRoleArn')),
  });
}
