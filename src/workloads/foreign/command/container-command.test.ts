import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { containerCommands, containerCommandsOfWords } from './container-command.ts';
import { simpleCommands, wordsOf } from './shell-words.ts';

const words = (line: string) => simpleCommands(line).map(({ joint, words: each }) => [joint, ...each]);

test('a shell line in simple commands', () => {
  const table: [string, unknown][] = [
    ['a b  c', [['', 'a', 'b', 'c']]],
    [`a 'b c' "d \\"e\\" $f" g\\ h`, [['', 'a', 'b c', 'd "e" $f', 'g h']]],
    [
      'a | b && c || d ; e & f',
      [
        ['', 'a'],
        ['|', 'b'],
        ['&&', 'c'],
        ['||', 'd'],
        [';', 'e'],
        ['&', 'f'],
      ],
    ],
    ['a >> /var/log/x 2>&1 < in b', [['', 'a', 'b']]],
    ['a > "x y" b', [['', 'a', 'b']]],
    ['a $(b | c) `d`', [['', 'a', '$(b | c)', '`d`']]],
    ['bash <(curl x)', [['', 'bash', '<(curl x)']]],
    ['a # b | c', [['', 'a']]],
    ['a#b', [['', 'a#b']]],
    [
      'a \\\n b\nc',
      [
        ['', 'a', 'b'],
        [';', 'c'],
      ],
    ],
    [
      '( a ; b )',
      [
        [';', 'a'],
        [';', 'b'],
      ],
    ],
    ["a 'open", [['', 'a', 'open']]],
    ['', []],
  ];
  for (const [line, expected] of table) assert.deepEqual(words(line), expected, line);
  assert.deepEqual(wordsOf(`/bin/sh -c 'a | b' ; c`), ['/bin/sh', '-c', 'a | b', ';', 'c']);
});

const only = (line: string) => {
  const [command, ...others] = containerCommands(line, 'command');
  assert.ok(command, line);
  assert.deepEqual(others, [], line);
  const [container] = command.pod.containers;
  return { ...command, container };
};
const ran = (line: string): readonly string[] => {
  const { container } = only(line);
  return [container?.image ?? '', ...(container?.command ?? []), ...(container?.args ?? [])];
};

test('what runs, behind wrappers and options', () => {
  const table: [string, readonly string[]][] = [
    ['docker run alpine', ['alpine']],
    ['docker run --rm -it -v /a:/b --name x alpine:3 sh -c "a | b"', ['alpine:3', 'sh', '-c', 'a | b']],
    ['/usr/bin/docker -H unix:///x --context c run -d --restart=always nginx', ['nginx']],
    ['docker container run --entrypoint /bin/sh alpine -c x', ['alpine', '/bin/sh', '-c', 'x']],
    ['sudo -u root podman run --replace -e A=1 -p 8080:80 q.example/a b', ['q.example/a', 'b']],
    ['cd /srv && flock -n /l timeout 60 docker run --memory 1g --cpus=2 a b > /dev/null 2>&1', ['a', 'b']],
    ['FOO=1 BAR=2 nerdctl --namespace k8s.io run --net host a b', ['a', 'b']],
    ["sh -c 'docker run a b'", ['a', 'b']],
    ['bash -lc "sh -c \'docker run a b\'"', ['a', 'b']],
    ['docker exec -u 0 -it web sh -c x', ['', 'sh', '-c', 'x']],
    ['docker compose -f /srv/c.yaml run --rm web migrate now', ['', 'migrate', 'now']],
    [
      'ctr -n k8s.io run --rm --privileged --mount type=bind,src=/,dst=/h,options=rbind:rw docker.io/a:1 id sh',
      ['docker.io/a:1', 'sh'],
    ],
    ['ctr -n moby task exec --exec-id e c sh -c x', ['', 'sh', '-c', 'x']],
    ['crictl exec -i -t abc sh', ['', 'sh']],
    ['kubectl run x --image=a --restart=Never -- sh -c y', ['a', 'sh', '-c', 'y']],
    ['kubectl -n n create cronjob x --image a --schedule "* * * * *" -- sh', ['a', 'sh']],
    ['kubectl exec -it deploy/web -c app -- sh -c x', ['', 'sh', '-c', 'x']],
    ['curl -s http://x.example/a | docker exec -i web sh', ['', 'curl -s http://x.example/a | sh']],
  ];
  for (const [line, expected] of table) assert.deepEqual(ran(line), expected, line);
});

test('powers', () => {
  const { pod, container, persistent } = only(
    'docker run -d --privileged --pid=host --net host --ipc host --restart unless-stopped --cap-add SYS_ADMIN,NET_RAW ' +
      '--cap-drop=ALL --security-opt seccomp=unconfined -u 0:0 --device /dev/sda:/dev/x:r -v /:/host:ro,rshared ' +
      '-v data:/d --mount type=bind,source=/etc,target=/e,readonly --tmpfs /t --read-only -e TOKEN=x a',
  );
  assert.deepEqual(
    [pod.hostPID, pod.hostNetwork, pod.hostIPC, pod.restartPolicy, persistent],
    [true, true, true, 'Always', true],
  );
  assert.deepEqual(container?.mounts, [
    { type: 'host', source: '/', target: '/host', readOnly: true, propagation: 'Bidirectional' },
    { type: 'volume', source: 'data', target: '/d', readOnly: false },
    { type: 'host', source: '/etc', target: '/e', readOnly: true },
    { type: 'host', source: '/dev/sda', target: '/dev/x', readOnly: true },
  ]);
  assert.deepEqual(
    [container?.privileged, container?.user, container?.capabilitiesAdd, container?.capabilitiesDrop],
    [true, '0:0', ['SYS_ADMIN', 'NET_RAW'], ['ALL']],
  );
  assert.deepEqual(container?.environment, [{ name: 'TOKEN', value: 'x' }]);
});

test('nothing is started', () => {
  const lines = [
    'docker system prune -af',
    'echo docker run a',
    'docker',
    'docker run',
    'kubectl get pods',
    'ls # docker run a',
    'docker pull a',
    'ctr images ls',
  ];
  for (const line of lines) assert.deepEqual(containerCommands(line, 'command'), [], line);
});

test('what is not in the line is named', () => {
  const table: [string, unknown][] = [
    ['kubectl apply -f https://x.example/a.yaml', [{ kind: 'Manifest', name: 'https://x.example/a.yaml' }]],
    ['docker-compose -f /srv/c.yaml up -d', [{ kind: 'ComposeFile', name: '/srv/c.yaml' }]],
    ['docker stack deploy -c s.yaml shop', [{ kind: 'ComposeFile', name: 's.yaml' }]],
    ['podman kube play /srv/pod.yaml', [{ kind: 'Manifest', name: '/srv/pod.yaml' }]],
    ['docker start web', [{ kind: 'Container', name: 'web' }]],
    ['kubectl create job --from=cronjob/report r1', [{ kind: 'CronJob', name: 'report' }]],
  ];
  for (const [line, references] of table) assert.deepEqual(only(line).references, references, line);
});

test('words that no shell reads', () => {
  const [command] = containerCommandsOfWords(['/usr/bin/podman', 'run', 'a', 'b;c'], 'x');
  assert.deepEqual(command?.pod.containers[0]?.args, ['b;c']);
});

test('hostile lines: never a throw, and no more work than their length', () => {
  for (const piece of [
    'sh -c "',
    "sh -c '",
    '$(',
    '<(',
    '|',
    '"',
    '\\',
    'docker run -',
    '<<<',
    '2>&1',
    '{',
    '((',
  ]) {
    containerCommands(piece.repeat(20_000), 'x');
  }
  const piece = fc.constantFrom(
    'docker run ',
    'sh -c ',
    '"',
    "'",
    '$(',
    ')',
    '|',
    '&&',
    '\n',
    '-v ',
    '--',
    '\\',
    'a',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 4 })), { maxLength: 30 }), pieces => {
      assert.ok(containerCommands(pieces.join(''), 'x').length <= 32);
    }),
    { numRuns: 1_000 },
  );
});
