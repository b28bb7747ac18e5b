import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import { compileCel } from '../../src/detect/cel/compile-cel.ts';
import { parseRuleFile } from '../../src/detect/rules/parse-rule-file.ts';
import { compileSigma } from '../../src/detect/sigma/compile-sigma.ts';
import { createDecoder } from '../../src/formats/decoder.ts';
import { atLeast } from '../../src/model/severity.ts';
import type { Signal } from '../../src/model/signal.ts';
import { honest } from './foreign-honest.ts';

const root = join(import.meta.dirname, '../..');
const documents = globSync('rules/*/*/rule.yml', { cwd: root, exclude: ['rules/community/**'] }).flatMap(
  path =>
    parseRuleFile(readFileSync(join(root, path), 'utf8'), dirname(path).slice('rules/'.length)).documents,
);
const folderOf = new Map(documents.map(({ metadata, file }) => [metadata.id, file]));

/** All that the shipped rules say of files, at medium and above: which rule, of what. */
function judged(files: readonly { readonly file: string; readonly bytes: Buffer }[]): readonly string[] {
  const cel = compileCel(documents);
  const detectors = [compileSigma(documents, { pipelines: [] }).detector, cel.detector];
  const signals: Signal[] = [];
  let read = 0;
  const decode = createDecoder({ cluster: '', interest: 'everything' }, ({ activities, refusals }) => {
    assert.deepEqual(refusals, []);
    read += activities.length;
    for (const activity of activities)
      signals.push(...detectors.flatMap(detector => detector.inspect(activity)));
  });
  for (const { file, bytes } of files) decode({ source: 'audit-file', file, bytes, last: true });
  assert.ok(read > 0, 'nothing was read');
  assert.deepEqual(cel.detector.failures(), []);
  return signals
    .filter(({ severity }) => atLeast(severity, 'medium'))
    .map(signal => `${folderOf.get(signal.detector.id)} ${signal.workload?.kind} ${signal.workload?.name}`);
}

for (const { file, text, found = [] } of honest) {
  test(`honest: ${file}`, () => {
    const rules = judged([{ file, bytes: Buffer.from(text) }]).map(each => each.split(' ')[0]);
    assert.deepEqual(rules.toSorted(), found.toSorted());
  });
}

const example = (path: string) => ({
  file: basename(path),
  bytes: readFileSync(join(root, 'src/formats', path)),
});

const quiet = [
  'nomad/examples/backup.nomad.hcl',
  'nomad/examples/web.nomad.hcl',
  'nomad/examples/inspect.json',
  'compose/examples/compose.yaml',
  'compose/examples/config.json',
  'swarm/examples/service-ls.jsonl',
  'ecs/examples/task-definition.json',
  'ecs/examples/get-schedule.json',
  'ecs/examples/services.json',
  'cloudtrail/examples/lookup-events.json',
  'systemd/examples/web.container',
  'systemd/examples/backup-cat.txt',
  'systemd/examples/app.kube',
  'cron-file/examples/crontab',
] as const;

for (const path of quiet) test(`silent: ${path}`, () => assert.deepEqual(judged([example(path)]), []));

const piped = 'execution/download-piped-to-interpreter';
const rootWritable = 'privilege-escalation/host-root-writable';
const everyRoot = 'privilege-escalation/host-root-writable-on-every-node';
const namespaces = 'privilege-escalation/host-namespaces-in-scheduled-work';
const socket = 'privilege-escalation/runtime-socket';
const privileged = 'privilege-escalation/privileged-scheduled-work';

/** Inert, and what must be found: the same that is found in Kubernetes' own objects. */
const caught: readonly (readonly [string, readonly string[]])[] = [
  [
    'nomad/examples/tuner.nomad.hcl',
    [piped, everyRoot, namespaces, privileged].map(rule => `${rule} NomadJob kernel-tuner`),
  ],
  ['swarm/examples/service-inspect.json', [piped, everyRoot].map(rule => `${rule} SwarmService maintenance`)],
  ['ecs/examples/rule-and-targets.json', [`${piped} EventBridgeRule cache-warmer`]],
  [
    'cloudtrail/examples/s3-object.json',
    [
      `${piped} ECSTaskDefinition metrics`,
      `${rootWritable} ECSTaskDefinition metrics`,
      'privilege-escalation/host-namespaces-outside-daemonset ECSTaskDefinition metrics',
      `${piped} EventBridgeRule metrics-5m`,
      'execution/reverse-or-bind-shell ECSTask web:7',
    ],
  ],
  [
    'systemd/examples/refresh.service',
    [piped, rootWritable].map(rule => `${rule} SystemdService refresh.service`),
  ],
  [
    'systemd/examples/monitor.container',
    [
      piped,
      rootWritable,
      'privilege-escalation/host-disk-device',
      'privilege-escalation/host-namespaces-outside-daemonset',
    ].map(rule => `${rule} Quadlet monitor.container`),
  ],
  [
    'cron-file/examples/own-crontab.txt',
    [
      ...[piped, rootWritable, namespaces, privileged].map(rule => `${rule} CronEntry own-crontab.txt:3`),
      `${piped} CronEntry own-crontab.txt:4`,
    ],
  ],
];

for (const [path, expected] of caught) {
  test(`found: ${path}`, () =>
    assert.deepEqual(judged([example(path)]).toSorted(), [...expected].toSorted()));
}

test('found: a timer with its service', () => {
  const files = ['refresh.timer', 'refresh.service'].map(name => example(`systemd/examples/${name}`));
  assert.deepEqual(
    judged(files).toSorted(),
    [piped, rootWritable].map(rule => `${rule} SystemdTimer refresh.service`).toSorted(),
  );
});

test('found: a Compose service with a schedule in its labels', () => {
  const found = judged([example('compose/examples/foothold.yaml')]).map(each => each.split(' ')[0]);
  for (const rule of [piped, rootWritable, namespaces, socket, privileged])
    assert.ok(found.includes(rule), rule);
});
