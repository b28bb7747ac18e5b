import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Activity } from '../../model/activity.ts';
import type { JsonObject } from '../../model/json.ts';
import { eventActivity, objectEvent } from '../cases/case-activity.ts';
import type { Explanation } from '../explanation.ts';
import { explainCel } from './explain-cel.ts';
import { celRule, cronJobOf } from './test-rules.ts';

function lines({ label, outcome, detail, children }: Explanation, indent = ''): readonly string[] {
  const own = `${indent}${outcome}: ${label}${detail === undefined ? '' : ` (${detail})`}`;
  return [own, ...children.flatMap(child => lines(child, `${indent}  `))];
}

const write = (object: JsonObject, as: JsonObject = {}): Activity =>
  eventActivity(objectEvent(object, as), 0);
const object = cronJobOf({
  hostPID: false,
  containers: [
    { name: 'a', image: 'x:1', command: ['sleep', '1'] },
    { name: 'b', image: 'y', securityContext: { privileged: true } },
  ],
});

test('each condition, each item, and where it stopped', () => {
  const rule = celRule(
    'workload.scheduled && (workload.hostPID || !workload.hostIPC) && workload.containers.exists(c, c.privileged && c.tag == "1")',
  );
  const path = 'spec.jobTemplate.spec.template.spec';
  assert.deepEqual(lines(explainCel(rule, write(object))), [
    'false: Test rule',
    '  true: workload.scheduled (scheduled is true)',
    '  true: one of',
    '    false: workload.hostPID (hostPID is false)',
    '    true: not',
    '      false: workload.hostIPC (hostIPC is false)',
    '  false: exists c in workload.containers',
    `    false: ${path}.containers[0] ("a")`,
    '      false: c.privileged (privileged is false)',
    '      true: c.tag == "1" (tag is "1")',
    `    false: ${path}.containers[1] ("b")`,
    '      true: c.privileged (privileged is true)',
    '      false: c.tag == "1" (tag is empty)',
  ]);
});

test('why a rule was not asked', () => {
  const rule = celRule('workload.hostPID');
  const why = (activity: Activity) => explainCel(rule, activity).detail ?? '';
  assert.match(why(write(object, { dryRun: true })), /^the request was dry-run: it changed nothing/);
  assert.match(why(write(object, { level: 'Metadata' })), /no body/);
  assert.match(why(write({ apiVersion: 'v1', kind: 'Secret', metadata: {} })), /no write to a workload/);
});

test('what cannot be evaluated is an error where it happened', () => {
  const rule = celRule('workload.hostPID || workload.labels["x"] == "y"');
  const [, first, second] = lines(explainCel(rule, write(object)));
  assert.match(first ?? '', /^ {2}false: workload\.hostPID/);
  assert.match(second ?? '', /^ {2}error: workload\.labels\["x"\] == "y" \(field not found: x/);
});

test('a rule with errors says so', () => {
  const explanation = explainCel(celRule('workload.hostPid'), write(object));
  assert.deepEqual(
    [explanation.outcome, explanation.detail],
    ['error', 'Workload has no field "hostPid", did you mean "hostPID"?'],
  );
});
