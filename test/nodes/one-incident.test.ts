import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { lineageWatch } from '../../src/detect/lineage-watch.ts';
import { createNodesDetector } from '../../src/detect/nodes/nodes-detector.ts';
import { createCollector } from '../../src/findings/collector.ts';
import { createLineage } from '../../src/lineage/lineage.ts';
import type { Activity } from '../../src/model/activity.ts';
import type { Incident } from '../../src/model/finding.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Signal } from '../../src/model/signal.ts';
import { storyLines } from '../../src/model/story.ts';
import { audited } from '../support/audited.ts';
import { containerSeen, processSeen, sandboxSeen } from '../support/seen.ts';
import { signalOf } from '../support/signals.ts';

const controller = (name: string): string => `system:serviceaccount:kube-system:${name}-controller`;
const spec: JsonObject = {
  containers: [{ name: 'main', image: 'registry.example/report:1', command: ['report'] }],
};
const owned = (kind: string, name: string, uid: string): JsonObject => ({
  ownerReferences: [{ apiVersion: 'batch/v1', kind, name, uid, controller: true }],
});
const named = (
  kind: string,
  name: string,
  uid: string,
  metadata: JsonObject,
  body: JsonObject,
): JsonObject => ({
  kind,
  apiVersion: kind === 'Pod' ? 'v1' : 'batch/v1',
  metadata: { name, namespace: 'data', uid, ...metadata },
  spec: body,
});

const job = 'report-29460121';
const place = { pod: `data/${job}-x7k2p`, uid: 'u-pod' } as const;

/** A CronJob that a person writes, what controllers make of it, and what a node sees of that. */
const pieces = {
  cronJob: audited({
    verb: 'create',
    object: 'batch/v1/cronjobs/data/report',
    user: 'dev@corp.example',
    answer: named(
      'CronJob',
      'report',
      'u-cron',
      {},
      { schedule: '* * * * *', jobTemplate: { spec: { template: { spec } } } },
    ),
    at: 10,
  }),
  job: audited({
    verb: 'create',
    object: `batch/v1/jobs/data/${job}`,
    user: controller('cronjob'),
    answer: named('Job', job, 'u-job', owned('CronJob', 'report', 'u-cron'), { template: { spec } }),
    at: 60,
  }),
  pod: audited({
    verb: 'create',
    object: `v1/pods/data/${job}-x7k2p`,
    user: controller('job'),
    answer: named('Pod', `${job}-x7k2p`, 'u-pod', owned('Job', job, 'u-job'), spec),
    at: 61,
  }),
  sandbox: sandboxSeen({ at: 62, ...place }),
  container: containerSeen({ at: 63, ...place, image: 'registry.example/other:1' }),
  alert: {
    ...processSeen({ at: 64, pod: place.pod, line: 'sh -c id' }),
    format: 'falco',
    parent: undefined,
    alert: { title: 'Terminal shell in container', severity: 'medium', techniques: ['T1059'] },
  },
} as const satisfies { readonly [name: string]: Activity };

type Piece = keyof typeof pieces;

const first = audited({ verb: 'create', object: 'v1/configmaps/data/first', at: 0 });
const end = audited({ verb: 'create', object: 'v1/configmaps/data/last', at: 9_000 });

/** A detector reacts to the CronJob, besides those for nodes. */
function incidentsOf(activities: readonly Activity[]): readonly Incident[] {
  const lineage = createLineage({ rememberMinutes: 600 });
  const collector = createCollector({ now: '2026-02-01T00:00:00Z', lineage });
  const detectors = [lineageWatch(lineage), createNodesDetector({ live: false })];
  const take = (signals: readonly Signal[], activity?: Activity): void => {
    for (const signal of signals) collector.take(signal, activity);
  };
  for (const activity of [first, ...activities, end]) {
    for (const detector of detectors) take(detector.inspect(activity), activity);
    if (activity === pieces.cronJob) take([signalOf(pieces.cronJob)], activity);
  }
  for (const detector of detectors) take(detector.finish?.() ?? []);
  return [...collector.finish()];
}

const without = (missing: Piece): readonly Activity[] =>
  Object.entries(pieces)
    .filter(([name]) => name !== missing)
    .map(([, activity]) => activity);

const sourcesOf = ({ evidence }: Incident): readonly string[] =>
  [...new Set(evidence.map(({ source }) => source))].toSorted();
const line = ({ story }: Incident, label: string): string =>
  storyLines(story)
    .filter(each => each.label === label)
    .map(({ text }) => text)
    .join('\n');

describe('one incident of both sides', () => {
  it('tells who wrote the template, what was started of it, and what did not fit', () => {
    const [incident, ...others] = incidentsOf(Object.values(pieces));
    assert.ok(incident !== undefined);
    assert.deepEqual(others, []);
    assert.deepEqual(
      [incident.workload.kind, incident.workload.name, incident.actor?.user, incident.findings.length],
      ['CronJob', 'report', 'dev@corp.example', 3],
    );
    assert.deepEqual(sourcesOf(incident), ['containerd', 'test', 'tetragon'].toSorted());
    assert.match(
      line(incident, 'Why'),
      /image of container main: containerd started registry.example\/other:1, the pod in the API asks for registry.example\/report:1/,
    );
    assert.match(line(incident, 'Why'), /falco: Terminal shell in container/);
    assert.match(
      line(incident, 'Since'),
      /it has run since: 1 Job and 1 Pod and 1 PodSandbox and 1 Container made after it/,
    );
    assert.match(line(incident, 'What'), /on the node: started a Pod/);
  });

  it('is the same in whatever order the two sides come', () => {
    const told = (activities: readonly Activity[]) =>
      incidentsOf(activities).map(incident => [
        incident.workload.name,
        incident.actor?.user,
        incident.findings.length,
        incident.severity,
        sourcesOf(incident),
      ]);
    const expected = told(Object.values(pieces));
    const { cronJob, job: made, pod, ...seen } = pieces;
    const places = fc.array(fc.nat({ max: 6 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.shuffledSubarray(Object.values(seen), { minLength: 3 }), places, (ofNode, at) => {
        const mixed: Activity[] = [cronJob, made, pod];
        for (const [index, activity] of ofNode.entries()) mixed.splice(at[index] ?? 0, 0, activity);
        assert.deepEqual(told(mixed), expected);
      }),
      { numRuns: 100 },
    );
  });

  it('each piece may be missing, and the rest still is right', () => {
    const table: readonly (readonly [Piece, readonly (readonly [string, string, number])[]])[] = [
      // Without the request nobody is blamed, and what is known of the template is its name.
      ['cronJob', [['report', '', 2]]],
      [
        'job',
        [
          ['report-29460121', '', 2],
          ['report', 'dev@corp.example', 1],
        ],
      ],
      // Who wrote what nobody saw being made cannot be told; the pod is unknown to the API.
      [
        'pod',
        [
          ['report-29460121-x7k2p', '', 2],
          ['report', 'dev@corp.example', 1],
        ],
      ],
      ['sandbox', [['report', 'dev@corp.example', 3]]],
      ['container', [['report', 'dev@corp.example', 2]]],
      ['alert', [['report', 'dev@corp.example', 2]]],
    ];
    for (const [missing, expected] of table) {
      const told = incidentsOf(without(missing)).map(({ workload, actor, findings }) => [
        workload.name,
        actor?.user ?? '',
        findings.length,
      ]);
      assert.deepEqual(told, expected, `without ${missing}`);
    }
  });

  it('what is not known is said', () => {
    const [incident] = incidentsOf(without('cronJob'));
    assert.match(line(incident ?? assert.fail(), 'Who'), /^not known: /);
  });
});
