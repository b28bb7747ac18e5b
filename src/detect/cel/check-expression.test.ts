import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileCel } from './compile-cel.ts';
import { celRule } from './test-rules.ts';

function problemsOf(condition: string): readonly string[] {
  return compileCel([celRule(condition)]).problems.map(
    ({ code, line, column, message }) => `${code} ${line - 8}:${column - 2} ${message}`,
  );
}

const wrong: readonly (readonly [string, string])[] = [
  ['workload.hostPid', 'unknown-field 1:9 Workload has no field "hostPid", did you mean "hostPID"?'],
  [
    'true &&\n  workload.contaniers.exists(c, true)',
    'unknown-field 2:11 Workload has no field "contaniers", did you mean "containers"?',
  ],
  ['worklaod.hostPID', 'unknown-variable 1:1 There is no variable "worklaod", did you mean "workload"?'],
  [
    'workload.containers.exists(c, c.env.exists(e, e.vaule == ""))',
    'unknown-field 1:48 EnvironmentVariable has no field "vaule", did you mean "value"?',
  ],
  ['workload.containers.exists(c, d.privileged)', 'unknown-variable 1:31 There is no variable "d"'],
  [
    'workload.name.startWith("x")',
    'unknown-function 1:14 There is no function "startWith", did you mean "startsWith"?',
  ],
  ['workload.containers.exist(c, true)', 'unknown-variable'],
  [
    'workload.name.matches("(")',
    'invalid-pattern 1:23 Not a regular expression (RE2): error parsing regexp: missing closing ): `(`',
  ],
  ['workload.name.matches("(?=a)")', 'invalid-pattern'],
  ['workload.name.matches(workload.namespace)', 'pattern-not-constant'],
  ['workload.replicas == "3"', 'never-equal 1:19 An int never equals a string'],
  ['workload.name in [1, 2]', 'never-equal'],
  ['workload.name', 'not-a-condition 1:9 The expression gives a string, not true or false'],
  ['workload.containers.exists(c, c.name)', 'not-a-condition'],
  ['workload.name.exists(c, true)', 'not-a-list'],
  ['workload.replicas + "x" == "y"', 'bad-arguments'],
  ['workload.replicas && true', 'bad-arguments'],
  ['workload.containers.exists(workload, true)', 'bad-variable'],
  ['workload.name == "a" &&& true', 'invalid-expression'],
  ['workload.name == "a', 'invalid-expression'],
  ['workload["hostPid"] == true', 'unknown-field'],
  ['workload.kind == "CronJob" && workload.kind == "Pod"', 'never-true'],
  [
    `${'abcdef'.replaceAll(/./g, 'workload.containers.exists($&, ')}true${')'.repeat(6)}`,
    'too-nested 1:20 More than 5 of exists, all, filter, map inside of one another',
  ],
  [`workload.name in [${Array.from({ length: 2_100 }, (_, index) => `"${index}"`).join(', ')}]`, 'too-large'],
  [`workload.name == "${'a'.repeat(20_000)}"`, 'too-large'],
  [`${'('.repeat(5_000)}true${')'.repeat(5_000)}`, 'invalid-expression'],
];

for (const [condition, expected] of wrong) {
  test(`wrong: ${condition.slice(0, 100)}`, () => {
    const problems = problemsOf(condition);
    assert.ok(
      problems.some(problem => problem.startsWith(expected)),
      JSON.stringify(problems),
    );
  });
}

const right: readonly string[] = [
  'workload.hostPID',
  'workload.containers.exists(c, c.privileged && c.capabilitiesAdd.exists(x, x in ["SYS_ADMIN", "ALL"]))',
  'workload.containers.map(c, c.image).exists(i, i.startsWith("x"))',
  'workload.containers.filter(c, c.role == "init").size() > 1',
  'workload.containers.exists_one(c, c.privileged)',
  'size(workload.volumes) > 0 && workload.volumes.all(v, v.type == "hostPath")',
  '"app" in workload.labels && workload.labels["app"] == "x"',
  'workload.labels.exists(k, k.startsWith("x") && workload.labels[k] != "")',
  'has(object.spec) && object.spec.suspend == true',
  'object.metadata.name.lowerAscii().contains("x")',
  'workload.ttlSecondsAfterFinished == 0 || workload.replicas >= 3',
  'workload.schedule.split(" ").size() == 5 && int("3") > 2',
  '(workload.hostPID ? workload.name : workload.namespace) == "x"',
  'workload.containers[0].image == "x"',
  'actor.groups.exists(g, g == "system:masters") && !(actor.type in ["controller", "node"])',
  'workload.containers.exists(c, (c.commandLines + c.decoded).exists(l, l.matches("a|b")))',
];

for (const condition of right) {
  test(`right: ${condition}`, () => {
    assert.deepEqual(problemsOf(condition), []);
  });
}

test('any text is a rule or has problems with places, never an error', () => {
  const words = fc.constantFrom(
    'workload',
    '.',
    'containers',
    'exists',
    '(',
    ')',
    'c',
    ',',
    '&&',
    '"a"',
    '==',
    '[',
    ']',
    '1',
    'in',
    '!',
    '?',
    ':',
    'matches',
    'has',
    '\n',
  );
  const texts = fc.oneof(
    fc.string(),
    fc.array(words, { maxLength: 20 }).map(parts => parts.join(' ')),
  );
  const rule = celRule('true');
  fc.assert(
    fc.property(texts, cel => {
      const { problems } = compileCel([{ ...rule, cel }]);
      return problems.every(({ line, column }) => line >= 1 && column >= 1);
    }),
  );
});
