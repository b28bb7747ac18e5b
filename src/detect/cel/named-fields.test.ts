import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCel } from './cel-engine.ts';
import { fieldsNamed } from './named-fields.ts';
import { mayHold } from './partial-evaluation.ts';

function parsed(condition: string) {
  const result = parseCel(condition);
  assert.ok(result.ok);
  return result.value;
}

const named: readonly (readonly [string, readonly string[]])[] = [
  ['workload.hostPID', ['workload.hostPID']],
  ['workload.containers.exists(c, c.privileged)', ['workload.containers[].privileged']],
  ['workload.containers.exists(c, c.env.exists(e, e.name == "A"))', ['workload.containers[].env[].name']],
  [
    'workload.containers.exists(c, (c.args + c.decoded).exists(l, l == "x"))',
    ['workload.containers[].args', 'workload.containers[].decoded'],
  ],
  [
    'workload.containers.filter(c, c.privileged).exists(c, c.image == "x")',
    ['workload.containers[].privileged', 'workload.containers[].image'],
  ],
  [
    'workload.containers.size() > 1 && workload.labels["a"] == "b"',
    ['workload.containers', 'workload.labels'],
  ],
  ['workload.containers[0].image == actor.user', ['workload.containers[].image', 'actor.user']],
  ['workload.labels.exists(k, k == "a")', ['workload.labels']],
  ['has(object.spec.x)', ['object.spec.x']],
  ['workload.containers.exists(c, workload.everyNode)', ['workload.everyNode', 'workload.containers']],
];

for (const [condition, fields] of named) {
  test(`names: ${condition}`, () => {
    const found = fieldsNamed(parsed(condition));
    for (const field of fields) assert.ok(found.has(field), `${field} in ${[...found].join(', ')}`);
    for (const field of found) assert.ok(fields.includes(field) || field === 'workload.containers', field);
  });
}

const known = new Map<string, string | boolean>([
  ['workload.kind', 'Pod'],
  ['workload.scheduled', false],
]);
const holds: readonly (readonly [string, boolean])[] = [
  ['workload.scheduled', false],
  ['!workload.scheduled', true],
  ['workload.kind == "Pod" && workload.hostPID', true],
  ['workload.kind == "CronJob" && workload.hostPID', false],
  ['workload.hostPID && (workload.kind in ["CronJob", "Job"] || workload.scheduled)', false],
  ['workload.hostPID || workload.scheduled', true],
  ['workload.kind != "Pod"', false],
  ['workload.kind in [workload.name]', true],
  ['workload.scheduled ? workload.hostPID : true', true],
  ['workload.containers.exists(c, workload.scheduled)', true],
];

for (const [condition, expected] of holds) {
  test(`of a Pod, ${condition} ${expected ? 'may hold' : 'cannot hold'}`, () => {
    assert.equal(mayHold(parsed(condition), known), expected);
  });
}
