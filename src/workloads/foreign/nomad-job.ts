import type { JsonObject } from '../../model/json.ts';
import { booleanAt, fieldOf, objectAt } from '../../model/json.ts';
import { integerAt, textAt } from '../fields.ts';
import type { ForeignContainer, ForeignMount, ForeignPod } from './foreign-pod.ts';
import { podViewOf } from './foreign-pod.ts';
import type { ForeignReading } from './foreign-reading.ts';
import { mountOfDevice, mountOfText } from './mount-texts.ts';
import { firstText, flagAt, objectsAt, scalarsAt, variablesAt, wordsAt } from './scalars.ts';

/**
 * A Nomad job in the shape of its API (`Job.TaskGroups[].Tasks[]`), whatever it was written in; `syntax: hcl` says how its places
 * are called. https://developer.hashicorp.com/nomad/api-docs/json-jobs
 */
export function readNomadJob(object: JsonObject): ForeignReading {
  const job = objectAt(object, 'Job') ?? {};
  const periodic = objectAt(job, 'Periodic');
  const type = textAt(job, 'Type') || 'service';
  const groups = objectsAt(job, 'TaskGroups');
  const syntax = textAt(object, 'syntax');
  const counts = groups.map(group => integerAt(group, 'Count')).filter(count => count >= 0);
  return {
    views: groups.map((group, index) => podViewOf(podOf(group, placeOfGroup(group, index, syntax), syntax))),
    ...(periodic === undefined ? {} : periodicOf(periodic)),
    scheduleDialect: 'nomad',
    persistent: type === 'service' || type === 'system',
    finite: type === 'batch' || type === 'sysbatch',
    everyNode: type === 'system' || type === 'sysbatch',
    replicas: counts.length === 0 ? -1 : counts.reduce((sum, count) => sum + count, 0),
    missing: scalarsAt(object, 'unevaluated').map(text => `not evaluated: ${text}`),
  };
}

/** `Specs` since Nomad 1.6.4; `Spec` is its older, single form. A periodic block without `enabled` is enabled. */
function periodicOf(periodic: JsonObject): Partial<ForeignReading> {
  const schedules = [...scalarsAt(periodic, 'Spec'), ...scalarsAt(periodic, 'Specs')];
  return {
    scheduled: true,
    schedules: [...new Set(schedules)],
    timeZone: firstText(periodic, 'TimeZone'),
    suspended: booleanAt(periodic, 'Enabled') === false,
    concurrencyPolicy: flagAt(periodic, 'ProhibitOverlap') ? 'Forbid' : '',
  };
}

function placeOfGroup(group: JsonObject, index: number, syntax: string): string {
  return syntax === 'hcl' ? `job.group["${textAt(group, 'Name')}"]` : `Job.TaskGroups[${index}]`;
}

function placeOfTask(task: JsonObject, index: number, syntax: string): string {
  return syntax === 'hcl' ? `task["${textAt(task, 'Name')}"]` : `Tasks[${index}]`;
}

function podOf(group: JsonObject, place: string, syntax: string): ForeignPod {
  const tasks = objectsAt(group, 'Tasks');
  const configs = tasks.map(task => objectAt(task, 'Config') ?? {});
  const has = (keys: readonly string[], value: string) =>
    configs.some(config => keys.some(key => textAt(config, key) === value));
  const networks = [...objectsAt(group, 'Networks'), ...tasks.flatMap(task => objectsAt(task, 'Networks'))];
  return {
    containers: tasks.map((task, index) =>
      containerOf(task, group, `${place}.${placeOfTask(task, index, syntax)}`),
    ),
    hostNetwork:
      has(['network_mode'], 'host') ||
      configs.some(config => flagAt(config, 'host_network')) ||
      networks.some(network => textAt(network, 'Mode') === 'host'),
    hostPID: has(['pid_mode', 'pid'], 'host'),
    hostIPC: has(['ipc_mode', 'ipc'], 'host'),
    restartPolicy: textAt(objectAt(group, 'RestartPolicy'), 'Mode') === 'fail' ? 'Never' : '',
  };
}

function containerOf(task: JsonObject, group: JsonObject, path: string): ForeignContainer {
  const config = objectAt(task, 'Config') ?? {};
  const lifecycle = objectAt(task, 'Lifecycle');
  const command = [...(wordsAt(config, 'entrypoint') ?? []), ...commandOf(config)];
  return {
    name: textAt(task, 'Name'),
    path,
    role: roleOf(lifecycle),
    image: firstText(config, 'image', 'load'),
    command,
    args: wordsAt(config, 'args') ?? [],
    privileged: flagAt(config, 'privileged'),
    user: textAt(task, 'User'),
    environment: variablesAt(task, 'Env'),
    capabilitiesAdd: scalarsAt(config, 'cap_add'),
    capabilitiesDrop: scalarsAt(config, 'cap_drop'),
    securityOptions: scalarsAt(config, 'security_opt'),
    mounts: [...mountsOfConfig(config), ...volumeMounts(task, group)],
    readOnlyRoot: flagAt(config, 'readonly_rootfs'),
    tty: flagAt(config, 'tty'),
    stdin: flagAt(config, 'interactive'),
  };
}

/** `exec`, `raw_exec`: `command`; `java`: the jar or the class. */
function commandOf(config: JsonObject): readonly string[] {
  const command = wordsAt(config, 'command');
  const single = fieldOf(config, 'command');
  // `command` is one program, blanks included; only a list is several words.
  if (typeof single === 'string') return [single];
  if (command !== undefined) return command;
  const java = firstText(config, 'jar_path', 'class');
  return java === '' ? [] : ['java', ...(wordsAt(config, 'jvm_options') ?? []), java];
}

function roleOf(lifecycle: JsonObject | undefined): ForeignContainer['role'] {
  if (textAt(lifecycle, 'Hook') !== 'prestart') return undefined;
  return flagAt(lifecycle, 'Sidecar') ? 'sidecar' : 'init';
}

function mountsOfConfig(config: JsonObject): readonly ForeignMount[] {
  const mounts = [...objectsAt(config, 'mount'), ...objectsAt(config, 'mounts')].map(mountOf);
  const devices = objectsAt(config, 'devices').map(device => mountOfDevice(firstText(device, 'host_path')));
  return [...scalarsAt(config, 'volumes').map(mountOfText), ...mounts, ...devices];
}

function mountOf(mount: JsonObject): ForeignMount {
  const type = textAt(mount, 'type') || 'volume';
  return {
    type: type === 'bind' ? 'host' : type === 'tmpfs' ? 'memory' : 'volume',
    source: firstText(mount, 'source'),
    target: firstText(mount, 'target', 'destination'),
    readOnly: flagAt(mount, 'readonly') || scalarsAt(mount, 'options').includes('ro'),
  };
}

/** A host volume's path is the client's own configuration: it is no path of this file. */
function volumeMounts(task: JsonObject, group: JsonObject): readonly ForeignMount[] {
  const volumes = objectAt(group, 'Volumes');
  return objectsAt(task, 'VolumeMounts').map(mount => ({
    type: 'volume',
    source: firstText(objectAt(volumes, textAt(mount, 'Volume')), 'Source') || textAt(mount, 'Volume'),
    target: textAt(mount, 'Destination'),
    readOnly: flagAt(mount, 'ReadOnly'),
  }));
}
