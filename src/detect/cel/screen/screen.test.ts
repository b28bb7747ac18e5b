import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { noFacts } from '../../../lineage/facts/lineage-facts.ts';
import type { Activity } from '../../../model/activity.ts';
import { parseText } from '../../../workloads/pods/parse-text.ts';
import { readWorkloadChange } from '../../../workloads/read-workload-change.ts';
import { eventActivity, objectEvent } from '../../cases/case-activity.ts';
import { parseCaseFile } from '../../cases/case-file.ts';
import { parseRuleFile } from '../../rules/parse-rule-file.ts';
import { parseCel } from '../cel-engine.ts';
import { scopeOf } from '../context.ts';
import type { ComparedChange } from '../differences.ts';
import { compared, noDifference } from '../differences.ts';
import type { Expression } from '../expression.ts';
import { cronJobOf } from '../test-rules.ts';
import { screenOf } from './screen.ts';

const all = new Set([
  'object',
  'oldObject',
  'changes',
  'lineage',
  ...Object.keys(noFacts).map(f => `lineage.${f}`),
]);

const change = changeOf(
  eventActivity(
    objectEvent(
      cronJobOf(
        {
          hostPID: true,
          tolerations: [{ operator: 'Exists' }],
          containers: [
            { name: 'quiet', image: 'nginx:1', securityContext: { runAsUser: 0 } },
            { name: 'shéll', image: 'busybox', command: ['sh', '-c', 'curl -s https://files.example/r'] },
          ],
        },
        { labels: { app: 'web', constructor: 'own' } },
      ),
      {},
    ),
    0,
  ),
);

describe('what is certainly false', () => {
  const table: readonly string[] = [
    'workload.hostIPC',
    '!workload.hostPID',
    'workload.kind == "Pod"',
    'workload.kind != "CronJob"',
    'workload.kind in ["Pod", "Job"]',
    'workload.containers.size() > 2',
    'size(workload.name) < 7',
    'workload.containers[1].name.size() == 6',
    'workload.ttlSecondsAfterFinished >= 0',
    'workload.containers.exists(c, c.privileged)',
    'workload.containers.all(c, c.runAsUser == 0)',
    'workload.containers.exists_one(c, c.privileged || c.name != "")',
    'workload.containers.filter(c, c.image == "none").size() > 0',
    'workload.containers.map(c, c.name).exists(n, n.startsWith("x"))',
    'workload.containers.exists(c, (c.commandLines + c.decoded).exists(l, l.contains("wget") || l.matches("^curl")))',
    'workload.labels.app == "db"',
    'has(workload.labels.other)',
    '"other" in workload.labels',
    'workload.name + workload.namespace == "x"',
    'workload.hostPID ? workload.hostIPC : true',
    'lineage.owner.state == "alive"',
    'changes.exists(c, c.field == "image")',
    // What cannot be told beside what is false.
    'workload.hostIPC && object.spec.x == 1',
    'object.spec.x == 1 && workload.hostIPC',
    'workload.labels.missing == "x" && workload.hostIPC',
    '!(workload.hostPID || int(workload.name) == 1)',
  ];
  for (const text of table)
    it(text, () => {
      assert.equal(screenOf(parsed(text))(change), false);
      assert.equal(truthOf(parsed(text), change), false);
    });
});

describe("what is the engine's to say", () => {
  const table: readonly string[] = [
    'workload.hostPID',
    'workload.labels.missing == "x"',
    'workload.labels["constructor"] == "own"',
    'workload.name.lowerAscii() == "x"',
    'object.spec.schedule == "x"',
    'workload.containers[7].name == "x"',
    'workload.replicas == 9223372036854775807',
    'workload.hostIPC || object.spec.x == 1',
    '(workload.hostPID ? object : oldObject) == null',
  ];
  for (const text of table) it(text, () => assert.equal(screenOf(parsed(text))(change), true));
});

it('never says false of what the engine holds for true, or cannot tell', () => {
  fc.assert(
    fc.property(conditions().expression, text => {
      const expression = parsed(text);
      if (!screenOf(expression)(change)) assert.equal(truthOf(expression, change), false, text);
    }),
    { numRuns: 2_000 },
  );
});

it('agrees about every shipped rule in cases of every area', () => {
  const files = globSync('rules/*/*/{rule,cases}.yml');
  const texts = files.map(file => ({ file, text: readFileSync(file, 'utf8') }));
  const expressions = texts
    .filter(({ file }) => file.endsWith('rule.yml'))
    .flatMap(({ file, text }) => parseRuleFile(text, file).documents)
    .flatMap(document => (document.type === 'cel' ? [parsed(document.cel)] : []));
  const screens = expressions.map(expression => ({ expression, screen: screenOf(expression) }));
  const changes = texts
    .filter(({ file }) => file.endsWith('cases.yml'))
    .flatMap(({ text }) => parseCaseFile(text).cases)
    .flatMap(({ object, as, events }) =>
      object === undefined
        ? (events ?? []).map(eventActivity)
        : [eventActivity(objectEvent(object, as ?? {}), 0)],
    )
    .flatMap(activity => changesOf(activity));
  const apart = 31;
  let told = 0;
  for (const each of changes.filter((_, index) => index % apart === 0))
    for (const { expression, screen } of screens) {
      if (screen(each)) continue;
      told += 1;
      assert.equal(truthOf(expression, each), false);
    }
  assert.ok(told > 0.9 * screens.length * Math.floor(changes.length / apart));
});

/** Parts that are true, false, wrong, or more than the screen knows, put together. */
function conditions() {
  return fc.letrec<{ expression: string }>(tie => ({
    expression: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(
        'workload.hostPID',
        'workload.hostIPC',
        'workload.labels.missing == "x"',
        'int("x") == 1',
        'workload.kind.lowerAscii() == "cronjob"',
        'workload.containers.exists(c, c.runAsUser == 0)',
        'workload.containers.exists(c, c.env[0].name == "x")',
        'workload.labels.exists(k, k == "app")',
        'workload.replicas < 0',
        'workload.replicas == 0.5',
        '"web" in workload.labels',
        'workload.kind in ["CronJob", 1]',
      ),
      fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(${a} && ${b})`),
      fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(${a} || ${b})`),
      tie('expression').map(a => `!(${a})`),
      fc
        .tuple(tie('expression'), tie('expression'), tie('expression'))
        .map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
      fc
        .tuple(fc.constantFrom('exists', 'all', 'exists_one'), tie('expression'))
        .map(([macro, a]) => `workload.containers.${macro}(c, c.name == "quiet" || ${a})`),
      tie('expression').map(a => `workload.containers.filter(c, ${a}).size() > 1`),
      tie('expression').map(a => `workload.containers.map(c, ${a}).exists(x, x)`),
    ),
  }));
}

function parsed(text: string): Expression {
  const result = parseCel(text);
  if (!result.ok) throw new Error(`${text}: ${result.error.message}`);
  return result.value;
}

function truthOf(expression: Expression, of: ComparedChange): unknown {
  const result = expression.evaluate(scopeOf(of, all));
  return result.ok ? result.value : result.error;
}

function changesOf(activity: Activity): readonly ComparedChange[] {
  const read = readWorkloadChange(activity, parseText);
  return read === undefined ? [] : [compared(read, noDifference, noFacts)];
}

function changeOf(activity: Activity): ComparedChange {
  const [first] = changesOf(activity);
  if (first === undefined) throw new Error('no change of a workload');
  return first;
}
