import type { JsonObject } from '../../model/json.ts';
import { stringAt } from '../../model/json.ts';
import type { TrailRecord } from './schema.ts';

/** What a call does and to what, in the words of audit.k8s.io. */
export interface Target {
  readonly verb: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
}

type Call = readonly [verb: string, resource: string, subresource?: string];

const calls: ReadonlyMap<string, Call> = new Map<string, Call>([
  ['RegisterTaskDefinition', ['create', 'taskdefinitions']],
  ['DeregisterTaskDefinition', ['delete', 'taskdefinitions']],
  ['DeleteTaskDefinitions', ['deletecollection', 'taskdefinitions']],
  ['DescribeTaskDefinition', ['get', 'taskdefinitions']],
  ['ListTaskDefinitions', ['list', 'taskdefinitions']],
  ['RunTask', ['create', 'ecstasks']],
  ['StartTask', ['create', 'ecstasks']],
  ['StopTask', ['delete', 'ecstasks']],
  ['DescribeTasks', ['get', 'ecstasks']],
  ['ListTasks', ['list', 'ecstasks']],
  ['ExecuteCommand', ['create', 'ecstasks', 'exec']],
  ['CreateService', ['create', 'ecsservices']],
  // Only what is given changes.
  ['UpdateService', ['patch', 'ecsservices']],
  ['DeleteService', ['delete', 'ecsservices']],
  ['DescribeServices', ['get', 'ecsservices']],
  ['ListServices', ['list', 'ecsservices']],
  // Makes a rule, or replaces one: the answer does not say which.
  ['PutRule', ['update', 'rules']],
  ['PutTargets', ['patch', 'rules']],
  ['RemoveTargets', ['patch', 'rules']],
  ['EnableRule', ['patch', 'rules']],
  ['DisableRule', ['patch', 'rules']],
  ['DeleteRule', ['delete', 'rules']],
  ['DescribeRule', ['get', 'rules']],
  ['ListRules', ['list', 'rules']],
  ['CreateSchedule', ['create', 'schedules']],
  ['UpdateSchedule', ['update', 'schedules']],
  ['DeleteSchedule', ['delete', 'schedules']],
  ['GetSchedule', ['get', 'schedules']],
  ['ListSchedules', ['list', 'schedules']],
]);

const verbs: readonly (readonly [RegExp, string])[] = [
  [/^(?:Describe|Get)/, 'get'],
  [/^List/, 'list'],
  [/^(?:Create|Register|Put|Start|Run)/, 'create'],
  [/^(?:Delete|Deregister|Remove|Stop)/, 'delete'],
];

export function readTarget({ name, parameters }: TrailRecord): Target {
  const [verb, resource, subresource = ''] = calls.get(name) ?? guessed(name);
  return {
    verb,
    resource,
    subresource,
    namespace: namespaceOf(parameters),
    name: nameOf(resource, parameters),
  };
}

/** `CreateCapacityProvider` is create of `capacityprovider`. */
function guessed(name: string): Call {
  const verb = verbs.find(([pattern]) => pattern.test(name))?.[1] ?? 'patch';
  return [verb, name.replace(/^[A-Z][a-z]+/, '').toLowerCase()];
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function text(parameters: JsonObject | undefined, ...keys: readonly string[]): string {
  return keys.map(key => stringAt(parameters, key) ?? '').find(found => found !== '') ?? '';
}

/** The ECS cluster, the group of a schedule, a bus that is not the default one. */
function namespaceOf(parameters: JsonObject | undefined): string {
  const bus = lastPart(text(parameters, 'eventBusName'));
  return (
    lastPart(text(parameters, 'cluster')) || text(parameters, 'groupName') || (bus === 'default' ? '' : bus)
  );
}

function nameOf(resource: string, parameters: JsonObject | undefined): string {
  switch (resource) {
    case 'taskdefinitions':
      return text(parameters, 'family') || lastPart(text(parameters, 'taskDefinition'));
    case 'ecstasks':
      return lastPart(text(parameters, 'taskDefinition', 'task'));
    case 'ecsservices':
      return lastPart(text(parameters, 'serviceName', 'service'));
    case 'rules':
      return text(parameters, 'rule', 'name');
    default:
      return text(parameters, 'name');
  }
}
