import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, listAt, objectAt, stringAt } from '../../model/json.ts';

/** One of the things that the AWS command line and API give, and what it is called here. */
export interface EcsThing {
  readonly kind: 'ECSTaskDefinition' | 'ECSService' | 'ECSTask' | 'EventBridgeRule' | 'EventBridgeSchedule';
  readonly group: string;
  /** Of a schedule its group, of a service its cluster. */
  readonly namespace: string;
  readonly name: string;
  readonly content: JsonObject;
}

type Kind = EcsThing['kind'];

const groups: { readonly [kind in Kind]: string } = {
  ECSTaskDefinition: 'ecs.amazonaws.com',
  ECSService: 'ecs.amazonaws.com',
  ECSTask: 'ecs.amazonaws.com',
  EventBridgeRule: 'events.amazonaws.com',
  EventBridgeSchedule: 'scheduler.amazonaws.com',
};

/** Input of register-task-definition and run-task, output of the describe, list and get commands; undefined: it is none of them. */
export function readThings(value: Json): readonly EcsThing[] | undefined {
  const wrapped = objectAt(value, 'taskDefinition');
  if (wrapped !== undefined && hasContainers(wrapped)) return [definition(wrapped)];
  if (!isObject(value)) return undefined;
  if (hasContainers(value)) return [definition(value)];
  const services = listAt(value, 'services').filter(isServiceOfEcs);
  if (services.length > 0) return services.map(service);
  if (isServiceOfEcs(value)) return [service(value)];
  if (fieldOf(value, 'taskDefinition') !== undefined && fieldOf(value, 'overrides') !== undefined)
    return [thing('ECSTask', value, lastPart(stringAt(value, 'taskDefinition') ?? ''))];
  return eventsIn(value);
}

function eventsIn(value: JsonObject): readonly EcsThing[] | undefined {
  const rules = listAt(value, 'Rules').filter(isRule);
  if (rules.length > 0) return rules.map(rule);
  if (isTargets(value)) return [rule({ ...value, Name: stringAt(value, 'Rule') ?? '' })];
  if (isSchedule(value)) return [schedule(value)];
  return isRule(value) ? [rule(value)] : undefined;
}

function hasContainers(value: JsonObject): boolean {
  return Array.isArray(fieldOf(value, 'containerDefinitions')) && stringAt(value, 'family') !== undefined;
}

function isServiceOfEcs(value: Json): value is JsonObject {
  return stringAt(value, 'serviceName') !== undefined && stringAt(value, 'taskDefinition') !== undefined;
}

function isRule(value: Json): value is JsonObject {
  const timed = stringAt(value, 'ScheduleExpression') ?? stringAt(value, 'EventPattern');
  return isObject(value) && stringAt(value, 'Name') !== undefined && timed !== undefined;
}

/** Of list-targets-by-rule, and the input of put-targets. */
function isTargets(value: JsonObject): boolean {
  const targets = listAt(value, 'Targets');
  return targets.length > 0 && targets.every(target => stringAt(target, 'Arn') !== undefined);
}

function isSchedule(value: JsonObject): boolean {
  return objectAt(value, 'Target') !== undefined && stringAt(value, 'ScheduleExpression') !== undefined;
}

function thing(kind: Kind, content: JsonObject, name: string, namespace = ''): EcsThing {
  return { kind, group: groups[kind], namespace, name, content };
}

function definition(value: JsonObject): EcsThing {
  return thing('ECSTaskDefinition', value, stringAt(value, 'family') ?? '');
}

function service(value: JsonObject): EcsThing {
  const cluster = stringAt(value, 'clusterArn') ?? stringAt(value, 'cluster') ?? '';
  return thing('ECSService', value, stringAt(value, 'serviceName') ?? '', lastPart(cluster));
}

function rule(value: JsonObject): EcsThing {
  const bus = stringAt(value, 'EventBusName') ?? '';
  return thing(
    'EventBridgeRule',
    value,
    stringAt(value, 'Name') ?? '',
    bus === 'default' ? '' : lastPart(bus),
  );
}

function schedule(value: JsonObject): EcsThing {
  return thing(
    'EventBridgeSchedule',
    value,
    stringAt(value, 'Name') ?? '',
    stringAt(value, 'GroupName') ?? '',
  );
}

/** `web:7` of `arn:aws:ecs:eu-central-1:111122223333:task-definition/web:7`. */
export function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
