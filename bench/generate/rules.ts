/**
 * Writes synthetic Sigma rules over audit fields that almost never match, to see what a rule costs.
 *   node bench/generate/rules.ts COUNT FOLDER
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from './random.ts';
import { seededRandom } from './random.ts';

const verbs = ['create', 'update', 'patch', 'delete', 'get', 'list', 'watch'];
const resources = [
  'pods',
  'secrets',
  'configmaps',
  'deployments',
  'cronjobs',
  'jobs',
  'rolebindings',
  'clusterrolebindings',
  'serviceaccounts',
  'daemonsets',
  'statefulsets',
  'ingresses',
  'networkpolicies',
  'roles',
  'nodes',
  'events',
  'endpointslices',
  'customresourcedefinitions',
];

export function* syntheticRules(count: number, seed: number): Generator<string> {
  const random = seededRandom(seed);
  for (let index = 0; index < count; index++) yield rule(random, index);
}

function rule(random: Random, index: number): string {
  const filter = random.chance(0.3)
    ? [
        '    filter:',
        "        user.username|startswith: 'system:node:'",
        '    condition: selection and not filter',
      ]
    : ['    condition: selection'];
  return [
    `title: Synthetic ${index}`,
    `id: ${(0x10000000 + index).toString(16)}-1111-4111-8111-${String(index).padStart(12, '0')}`,
    'status: test',
    'description: Synthetic',
    'author: Watchbill',
    'date: 2026-01-01',
    'logsource:',
    '    product: kubernetes',
    '    service: audit',
    'detection:',
    '    selection:',
    ...selection(random).map(line => `        ${line}`),
    ...filter,
    'level: low',
    '',
  ].join('\n');
}

/** The shapes that rules of the field have, in about their proportions. */
function selection(random: Random): readonly string[] {
  const kind = random.next();
  const pair = [`verb: ${random.pick(verbs)}`, `objectRef.resource: ${random.pick(resources)}`];
  if (kind < 0.5) return [...pair, `objectRef.namespace: tenant-${random.below(5000)}`];
  if (kind < 0.65)
    return [...pair, `user.username|startswith: 'system:serviceaccount:tenant-${random.below(5000)}:'`];
  if (kind < 0.8)
    return [
      'verb: create',
      'objectRef.resource: pods',
      'requestURI|contains:',
      `    - '/probe-${random.below(9999)}'`,
      `    - 'command=%2ftmp%2f${random.below(9999)}'`,
    ];
  if (kind < 0.9)
    return [
      'userAgent|contains:',
      `    - 'scanner-${random.below(9999)}'`,
      `    - 'tool${random.below(9999)}/'`,
    ];
  return [
    `verb: ${random.pick(verbs)}`,
    'responseStatus.code: 403',
    `user.username|endswith: '@corp${random.below(999)}.example.com'`,
  ];
}

if (import.meta.main) {
  const [count = '1000', folder = 'rules'] = process.argv.slice(2);
  mkdirSync(folder, { recursive: true });
  let index = 0;
  for (const text of syntheticRules(Number(count), 99)) {
    writeFileSync(join(folder, `rule-${String(index).padStart(5, '0')}.yml`), text);
    index += 1;
  }
}
