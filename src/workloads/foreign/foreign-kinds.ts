import type { JsonObject } from '../../model/json.ts';
import { readServiceOfCompose } from './compose-service.ts';
import { readCronEntry } from './cron-entry.ts';
import { readTaskDefinition } from './ecs-task-definition.ts';
import { readEcsTask, readEventBridgeRule, readEventBridgeSchedule, readServiceOfEcs } from './ecs-work.ts';
import type { ForeignReading } from './foreign-reading.ts';
import { readNomadJob } from './nomad-job.ts';
import { readQuadlet } from './quadlet.ts';
import { readServiceOfSwarm } from './swarm-service.ts';
import { readSystemdUnit } from './systemd-unit.ts';

/** A kind of another orchestrator than Kubernetes. */
export interface ForeignKind {
  readonly kind: string;
  /** As the group of an API; names the orchestrator. */
  readonly group: string;
  /** In the place of objectRef.resource. */
  readonly resource: string;
  readonly read: (object: JsonObject) => ForeignReading;
}

export const foreignKinds: readonly ForeignKind[] = [
  { kind: 'NomadJob', group: 'nomadproject.io', resource: 'nomadjobs', read: readNomadJob },
  {
    kind: 'ComposeService',
    group: 'compose-spec.io',
    resource: 'composeservices',
    read: readServiceOfCompose,
  },
  { kind: 'SwarmService', group: 'swarm.docker.com', resource: 'swarmservices', read: readServiceOfSwarm },
  {
    kind: 'ECSTaskDefinition',
    group: 'ecs.amazonaws.com',
    resource: 'taskdefinitions',
    read: readTaskDefinition,
  },
  { kind: 'ECSService', group: 'ecs.amazonaws.com', resource: 'ecsservices', read: readServiceOfEcs },
  { kind: 'ECSTask', group: 'ecs.amazonaws.com', resource: 'ecstasks', read: readEcsTask },
  { kind: 'EventBridgeRule', group: 'events.amazonaws.com', resource: 'rules', read: readEventBridgeRule },
  {
    kind: 'EventBridgeSchedule',
    group: 'scheduler.amazonaws.com',
    resource: 'schedules',
    read: readEventBridgeSchedule,
  },
  { kind: 'SystemdTimer', group: 'systemd.io', resource: 'timers', read: readSystemdUnit },
  { kind: 'SystemdService', group: 'systemd.io', resource: 'units', read: readSystemdUnit },
  { kind: 'Quadlet', group: 'podman.io', resource: 'quadlets', read: readQuadlet },
  { kind: 'CronEntry', group: 'cron.unix', resource: 'cronentries', read: readCronEntry },
];

const groups = new Set(foreignKinds.map(({ group }) => group));

/** Is this the group of another orchestrator, and no API group of a Kubernetes cluster? */
export function isForeignGroup(group: string): boolean {
  return groups.has(group);
}

export function foreignKindOf(kind: string, group: string): ForeignKind | undefined {
  return foreignKinds.find(each => each.kind === kind && each.group === group);
}

export function foreignKindOfResource(resource: string, group: string): ForeignKind | undefined {
  if (!groups.has(group)) return undefined;
  return foreignKinds.find(each => each.resource === resource && each.group === group);
}
