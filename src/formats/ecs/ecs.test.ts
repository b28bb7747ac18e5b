import assert from 'node:assert/strict';
import { test } from 'node:test';
import { objectAt, stringAt } from '../../model/json.ts';
import type { All } from '../envelope/decode-all.ts';
import { decodeAll, decodeExample, reasonsOf } from '../envelope/decode-all.ts';

const thingsOf = (all: All): readonly string[] =>
  all.activities.map(activity => {
    if (activity.type !== 'manifest') return 'audit';
    const { object, origin } = activity;
    return `${stringAt(object, 'kind')} ${stringAt(objectAt(object, 'metadata'), 'name')}@${origin.line}`;
  });

test('what the AWS command line takes and gives', () => {
  const table: [string, readonly string[]][] = [
    ['task-definition.json', ['ECSTaskDefinition orders@1']],
    ['register-task-definition.json', ['ECSTaskDefinition metrics@1']],
    ['rule-and-targets.json', ['EventBridgeRule cache-warmer@1', 'EventBridgeRule cache-warmer@12']],
    ['get-schedule.json', ['EventBridgeSchedule monthly@1']],
    ['services.json', ['ECSService orders@1']],
  ];
  for (const [name, things] of table) {
    for (const format of [undefined, 'ecs'] as const) {
      const all = decodeExample('ecs', name, { format });
      assert.deepEqual([thingsOf(all), reasonsOf(all)], [things, []], name);
    }
  }
});

test('targets without a rule belong to the only one of the file; else they have no schedule', () => {
  const rule = (name: string) => `{"Rules":[{"Name":"${name}","ScheduleExpression":"rate(1 hour)"}]}\n`;
  const targets = '{"Targets":[{"Id":"1","Arn":"arn:x"}]}\n';
  assert.deepEqual(thingsOf(decodeAll(rule('a') + targets)), ['EventBridgeRule a@1', 'EventBridgeRule a@2']);
  const two = decodeAll(rule('a') + rule('b') + targets);
  assert.deepEqual(thingsOf(two).at(-1), 'EventBridgeRule @3');
});

test('run-task with overrides; other values', () => {
  const task = '{"cluster":"shop","taskDefinition":"web:7","overrides":{"containerOverrides":[]}}\n';
  assert.deepEqual(thingsOf(decodeAll(task)), ['ECSTask web:7@1']);
  assert.deepEqual(reasonsOf(decodeAll(`${task}{"a":1}\n{"a":`)), ['unknown-format@2', 'cut-off@3']);
});
