import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Activity } from '../../model/activity.ts';
import { decodeAll, decodeExample, reasonsOf } from '../envelope/decode-all.ts';

/** What was seen, in one line: type and act, where, and about what. */
function told(activity: Activity): string {
  if (activity.type === 'audit' || activity.type === 'manifest') return activity.type;
  const { pod, container } = activity;
  const where = pod.name === '' ? container.id.slice(0, 4) || 'host' : `${pod.namespace}/${pod.name}`;
  if (activity.type === 'flow') return `flow ${where} ${activity.peer.address}:${activity.peer.port}`;
  const what =
    activity.type === 'file'
      ? `${activity.path} by ${activity.process?.commandLine} login ${activity.process?.login}`
      : activity.type === 'process'
        ? activity.process.commandLine
        : activity.role;
  return `${activity.type} ${activity.act} ${where} ${what}`;
}

const pod = 'data/nightly-29712345-x7k2p';
const table: readonly (readonly [string, string, readonly string[], number])[] = [
  [
    'tracee',
    'flat.jsonl',
    [
      `process started ${pod} sh -c 'mysql --password=(hidden) -e '\\''select 1'\\'''`,
      'file written host /etc/kubernetes/manifests/etcd-backup.yaml by tee login ',
      `flow ${pod} 203.0.113.9:443`,
      `process seen ${pod} sh`,
      `container created ${pod} sandbox`,
    ],
    1,
  ],
  [
    'tracee',
    'structured.jsonl',
    [`process started ${pod} sh -c 'echo report'`, `process seen ${pod} /bin/wget`],
    0,
  ],
  [
    'kubearmor',
    'logs.jsonl',
    [
      `process started ${pod} /bin/sh -c "echo report"`,
      `process seen ${pod} /usr/bin/apt update`,
      'file written host /etc/kubernetes/manifests/etcd-backup.yaml by /usr/bin/tee /etc/kubernetes/manifests/etcd-backup.yaml login ',
      `flow ${pod} 203.0.113.9:443`,
    ],
    1,
  ],
  [
    'docker-events',
    'docker.jsonl',
    [
      'container created 9af5 unknown',
      'container started 9af5 unknown',
      'process started 9af5 sh -c id',
      `container started ${pod} sandbox`,
      'container ended 9af5 unknown',
    ],
    1,
  ],
  ['docker-events', 'podman.jsonl', ['container created 7fd3 unknown', 'container started 7fd3 unknown'], 1],
  [
    'auditd',
    'audit.log',
    [
      "process started host nsenter -t 1 -m 'sh -c id'",
      'file written host /etc/kubernetes/manifests/etcd-backup.yaml by tee manifests/etcd-backup.yaml login 1000',
      'file removed host /etc/kubernetes/manifests/etcd-backup.yaml by rm login ',
      'file read host /etc/kubernetes/admin.conf by cat login 1000',
    ],
    2,
  ],
  [
    'runtime-log',
    'containerd.log',
    [
      `container started ${pod} sandbox`,
      'container created 0d5f container',
      'container started 0d5f container',
      'container removed 0d5f container',
    ],
    1,
  ],
  [
    'runtime-log',
    'crio-journal.jsonl',
    [
      `container started ${pod} sandbox`,
      `container created ${pod} container`,
      `container started ${pod} container`,
    ],
    1,
  ],
];

for (const [format, file, expected, skipped] of table)
  test(`${format}: ${file}`, () => {
    const all = decodeExample(format, file);
    assert.deepEqual(all.activities.map(told).toSorted(), [...expected].toSorted());
    assert.deepEqual([all.skipped, reasonsOf(all)], [skipped, []]);
    for (const activity of all.activities) {
      assert.ok(activity.type !== 'audit' && activity.type !== 'manifest');
      assert.match(activity.at, /^2026-11-2\dT\d\d:\d\d:\d\d\.?\d*Z$/);
      assert.deepEqual([activity.format, activity.origin.source], [format, format]);
    }
  });

test('who logged in stays known behind su and sudo, and a node is named where records of several come together', () => {
  const { activities } = decodeExample('auditd', 'audit.log');
  const [started] = activities;
  const removed = activities.find(activity => activity.type === 'file' && activity.act === 'removed');
  assert.ok(started?.type === 'process' && removed?.type === 'file');
  assert.deepEqual(
    [
      started.process.login,
      started.process.user,
      started.process.directory,
      started.process.binary,
      started.parent?.pid,
    ],
    ['ops', 'root', '/root', '/usr/bin/nsenter', 6990],
  );
  assert.equal(removed.node, 'node-2');
});

test('what a policy or a signature of theirs says is kept beside what happened', () => {
  const alerts = [
    ...decodeExample('kubearmor', 'logs.jsonl').activities,
    ...decodeExample('tracee', 'flat.jsonl').activities,
    ...decodeExample('tracee', 'structured.jsonl').activities,
  ].flatMap(activity => ('alert' in activity && activity.alert ? [activity.alert] : []));
  assert.deepEqual(alerts, [
    { title: 'ksp-block-process', severity: 'medium', techniques: ['T1059'] },
    {
      title: 'Process standard input/output over socket detected',
      severity: 'high',
      techniques: ['T1059.004'],
    },
    { title: 'New executable dropped', severity: 'medium', techniques: ['T1036'] },
  ]);
});

test('records of auditd that never end are told with the file', () => {
  const lines = [
    'type=SYSCALL msg=audit(1795409400.243:1): syscall=execve success=yes ppid=1 pid=2 auid=1 uid=0 comm="a" exe="/a"',
    'type=EXECVE msg=audit(1795409400.243:1): argc=1 a0="a"',
    'nothing of auditd',
  ];
  const all = decodeAll(lines.join('\n'));
  assert.deepEqual(
    [all.activities.map(told), reasonsOf(all)],
    [['process started host a'], ['not-a-node-event@3']],
  );
});
