import type { JsonObject } from '../../model/json.ts';
import { numberAt, objectAt, stringAt } from '../../model/json.ts';
import type { ContainerActivity, NodeActivity, Texts } from '../../model/node-activity.ts';
import { container, digestIn, processOf, timeOfNanoseconds, timeOfSeconds } from '../seen/references.ts';
import type { Place } from '../seen/seen-format.ts';
import { seenFormat } from '../seen/seen-format.ts';
import { textAt } from '../seen/text-at.ts';

/** Events of Docker and Podman: `docker events --format '{{json .}}'`, `podman events --format json`. */
export const dockerEvents = seenFormat({ name: 'docker-events', isMine, read });

const isDocker = (value: JsonObject): boolean =>
  stringAt(value, 'Type') !== undefined &&
  stringAt(value, 'Action') !== undefined &&
  stringAt(objectAt(value, 'Actor'), 'ID') !== undefined;

const isPodman = (value: JsonObject): boolean =>
  ['ID', 'Status', 'Type'].every(key => stringAt(value, key) !== undefined) &&
  (stringAt(value, 'Time') !== undefined || numberAt(value, 'timeNano') !== undefined);

function isMine(value: JsonObject): boolean {
  return isDocker(value) || isPodman(value);
}

const acts = new Map<string, ContainerActivity['act']>([
  ['create', 'created'],
  ['start', 'started'],
  ['die', 'ended'],
  ['died', 'ended'],
  ['destroy', 'removed'],
  ['remove', 'removed'],
]);

function read(value: JsonObject, place: Place): readonly NodeActivity[] {
  if (stringAt(value, 'Type') !== 'container') return [];
  const docker = isDocker(value);
  const action = textAt(value, docker ? 'Action' : 'Status');
  const attributes = textsOf(
    docker ? objectAt(objectAt(value, 'Actor'), 'Attributes') : objectAt(value, 'Attributes'),
  );
  const common = { ...place, at: timeOf(value), node: '', ...whereOf(value, attributes) };
  // `exec_create: sh -c ...`: what is to be executed stands behind the action's name.
  const [, executed] = /^exec_create: (.*)$/s.exec(action) ?? [];
  if (executed !== undefined)
    return [
      {
        ...common,
        type: 'process',
        act: 'started',
        process: processOf({ commandLine: executed, binary: executed.split(' ')[0] ?? '' }),
      },
    ];
  const act = acts.get(action);
  if (act === undefined) return [];
  const type = attributes['io.kubernetes.docker.type'];
  const isSandbox = type === 'podsandbox';
  return [
    {
      ...common,
      type: 'container',
      act,
      role: isSandbox ? 'sandbox' : type === 'container' ? 'container' : 'unknown',
      sandboxId: isSandbox ? common.container.id : (attributes['io.kubernetes.sandbox.id'] ?? ''),
      runtimeNamespace: '',
      labels: attributes,
      annotations: {},
      commandLine: '',
    },
  ];
}

function timeOf(value: JsonObject): string {
  return timeOfNanoseconds(value['timeNano']) || timeOfSeconds(value['time']) || textAt(value, 'Time');
}

function whereOf(value: JsonObject, attributes: Texts) {
  const image = attributes['image'] || textAt(value, 'Image') || textAt(value, 'from');
  return {
    pod: {
      namespace: attributes['io.kubernetes.pod.namespace'] ?? '',
      name: attributes['io.kubernetes.pod.name'] ?? '',
      uid: attributes['io.kubernetes.pod.uid'] ?? '',
    },
    container: container({
      runtime: isDocker(value) ? 'docker' : 'podman',
      id: textAt(objectAt(value, 'Actor'), 'ID') || textAt(value, 'ID'),
      name: attributes['io.kubernetes.container.name'] || attributes['name'] || textAt(value, 'Name'),
      image,
      imageDigest: digestIn(image),
    }),
  };
}

function textsOf(attributes: JsonObject | undefined): Texts {
  const texts = Object.entries(attributes ?? {}).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  return Object.fromEntries(texts);
}
