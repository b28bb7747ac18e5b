import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, objectAt } from '../../model/json.ts';
import { integerAt, textAt } from '../fields.ts';
import type { PodView } from '../pods/pod-view.ts';
import type { ReferenceDetail } from '../workload-change.ts';
import { overridesView } from './ecs-task-definition.ts';
import type { ForeignReading } from './foreign-reading.ts';
import { firstText, objectsAt } from './scalars.ts';

/** An ECS service: keeps tasks of a task definition running. */
export function readServiceOfEcs(object: JsonObject): ForeignReading {
  return {
    views: [],
    persistent: true,
    everyNode: textAt(object, 'schedulingStrategy') === 'DAEMON',
    replicas: integerAt(object, 'desiredCount'),
    references: taskDefinition(textAt(object, 'taskDefinition'), 'taskDefinition'),
  };
}

/** RunTask and StartTask. */
export function readEcsTask(object: JsonObject): ForeignReading {
  const instances = fieldOf(object, 'containerInstances');
  const first = Array.isArray(instances) ? instances[0] : undefined;
  return {
    views: [overridesView(fieldOf(object, 'overrides'), 'overrides')],
    finite: true,
    replicas: integerAt(object, 'count'),
    nodeName: typeof first === 'string' ? first : '',
    references: taskDefinition(textAt(object, 'taskDefinition'), 'taskDefinition'),
  };
}

/**
 * A rule of EventBridge, its targets, or both; field names begin with a capital letter in the API and a small one in CloudTrail. Only
 * targets that run ECS tasks are read. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html
 */
export function readEventBridgeRule(object: JsonObject): ForeignReading {
  const expression = firstText(object, 'ScheduleExpression', 'scheduleExpression');
  const key = fieldOf(object, 'Targets') === undefined ? 'targets' : 'Targets';
  const targets = objectsAt(object, key).map((target, index) => ({ target, path: `${key}[${index}]` }));
  return {
    views: targets.flatMap(({ target, path }) => viewsOfTarget(target, path)),
    schedules: expression === '' ? [] : [expression],
    scheduleDialect: 'eventbridge',
    suspended: /^DISABLED$/i.test(firstText(object, 'State', 'state')),
    finite: true,
    references: targets.flatMap(({ target, path }) => referencesOf(target, path)),
  };
}

/** A schedule of EventBridge Scheduler. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
export function readEventBridgeSchedule(object: JsonObject): ForeignReading {
  const key = fieldOf(object, 'Target') === undefined ? 'target' : 'Target';
  const target = objectAt(object, key) ?? {};
  const expression = firstText(object, 'ScheduleExpression', 'scheduleExpression');
  return {
    views: viewsOfTarget(target, key),
    scheduled: true,
    schedules: expression === '' ? [] : [expression],
    scheduleDialect: 'eventbridge',
    timeZone: firstText(object, 'ScheduleExpressionTimezone', 'scheduleExpressionTimezone'),
    suspended: /^DISABLED$/i.test(firstText(object, 'State', 'state')),
    finite: true,
    references: referencesOf(target, key),
  };
}

/** The task's overrides are JSON text in `Input`. */
function viewsOfTarget(target: JsonObject, path: string): readonly PodView[] {
  const name = fieldOf(target, 'Input') === undefined ? 'input' : 'Input';
  const input = fieldOf(target, name);
  const overrides = typeof input === 'string' ? parsed(input) : input;
  if (!isObject(overrides) || fieldOf(overrides, 'containerOverrides') === undefined) return [];
  return [overridesView(overrides, `${path}.${name}`)];
}

const longest = 65_536;

function parsed(text: string): Json | undefined {
  if (text.length > longest || !text.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function referencesOf(target: JsonObject, path: string): readonly ReferenceDetail[] {
  const parameters = objectAt(target, 'EcsParameters') ?? objectAt(target, 'ecsParameters');
  const arn = firstText(parameters, 'TaskDefinitionArn', 'taskDefinitionArn');
  return taskDefinition(arn, `${path}.EcsParameters.TaskDefinitionArn`);
}

function taskDefinition(name: string, path: string): readonly ReferenceDetail[] {
  return name === ''
    ? []
    : [{ kind: 'ECSTaskDefinition', name: name.slice(name.lastIndexOf('/') + 1), path }];
}
