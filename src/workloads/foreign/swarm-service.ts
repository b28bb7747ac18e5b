import type { JsonObject } from '../../model/json.ts';
import { fieldOf, objectAt } from '../../model/json.ts';
import { integerAt, textAt } from '../fields.ts';
import { checkOf, longMount } from './compose-service.ts';
import type { ForeignContainer } from './foreign-pod.ts';
import { podViewOf } from './foreign-pod.ts';
import type { ForeignReading } from './foreign-reading.ts';
import { labelledWork } from './labelled-schedules.ts';
import { labelsAt, objectsAt, scalarsAt, variablesAt } from './scalars.ts';

/** A Swarm service as the Docker Engine's API has it. https://docs.docker.com/reference/api/engine/#tag/Service */
export function readServiceOfSwarm(object: JsonObject): ForeignReading {
  const spec = objectAt(object, 'Spec') ?? {};
  const template = objectAt(spec, 'TaskTemplate') ?? {};
  const container = containerOf(objectAt(template, 'ContainerSpec') ?? {}, textAt(spec, 'Name'));
  const labels = labelsAt(spec, 'Labels');
  const work = labelledWork(labels, 'Spec');
  const mode = objectAt(spec, 'Mode') ?? {};
  const isJob = ['ReplicatedJob', 'GlobalJob'].some(name => fieldOf(mode, name) !== undefined);
  return {
    views: [
      podViewOf({
        containers: [container, ...work.containers(container)],
        hostNetwork: objectsAt(template, 'Networks').some(network => textAt(network, 'Target') === 'host'),
        restartPolicy: restartOf(textAt(objectAt(template, 'RestartPolicy'), 'Condition')),
        runtime: textAt(template, 'Runtime') === 'container' ? '' : textAt(template, 'Runtime'),
        labels,
      }),
    ],
    ...work.reading,
    persistent: !isJob,
    finite: isJob || work.scheduled,
    everyNode: ['Global', 'GlobalJob'].some(name => fieldOf(mode, name) !== undefined),
    replicas: integerAt(objectAt(mode, 'Replicated'), 'Replicas'),
    missing: scalarsAt(object, 'missing'),
  };
}

function restartOf(condition: string): string {
  if (condition === 'none') return 'Never';
  return condition === 'on-failure' ? 'OnFailure' : 'Always';
}

function containerOf(spec: JsonObject, name: string): ForeignContainer {
  const privileges = objectAt(spec, 'Privileges');
  const seccomp = textAt(objectAt(privileges, 'Seccomp'), 'Mode');
  const appArmor = textAt(objectAt(privileges, 'AppArmor'), 'Mode');
  const healthcheck = objectAt(spec, 'Healthcheck');
  return {
    name,
    path: 'Spec.TaskTemplate.ContainerSpec',
    image: textAt(spec, 'Image'),
    command: scalarsAt(spec, 'Command'),
    args: scalarsAt(spec, 'Args'),
    check: checkOf({ test: fieldOf(healthcheck, 'Test') }),
    user: textAt(spec, 'User'),
    environment: variablesAt(spec, 'Env'),
    capabilitiesAdd: scalarsAt(spec, 'CapabilityAdd'),
    capabilitiesDrop: scalarsAt(spec, 'CapabilityDrop'),
    securityOptions: [
      ...(seccomp === 'unconfined' ? ['seccomp=unconfined'] : []),
      ...(appArmor === 'disabled' ? ['apparmor=unconfined'] : []),
    ],
    mounts: objectsAt(spec, 'Mounts').map(longMount),
    readOnlyRoot: fieldOf(spec, 'ReadOnly') === true,
    tty: fieldOf(spec, 'TTY') === true,
    stdin: fieldOf(spec, 'OpenStdin') === true,
  };
}
