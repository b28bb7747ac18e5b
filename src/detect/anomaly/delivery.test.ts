import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Activity } from '../../model/activity.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Signal } from '../../model/signal.ts';
import { createAnomalyDetector } from './anomaly-detector.ts';
import type { Client } from './test-world.ts';
import { asked, container, cronJob, dayLength, gitops, person, quietWeeks, start } from './test-world.ts';

const days = 20;
const later = start + days * dayLength;

/** What is said of each of these, after quiet weeks. */
function saidOf(activities: readonly Activity[]): readonly (Signal | undefined)[] {
  const detector = createAnomalyDetector();
  for (const activity of quietWeeks(days)) detector.inspect(activity);
  return activities.map(activity => detector.inspect(activity)[0]);
}

const isAlert = (signal: Signal | undefined): boolean =>
  signal?.score !== undefined && signal.score.bits >= signal.score.threshold;

interface Delivered {
  readonly by?: Client;
  readonly space?: string;
  readonly pod?: JsonObject;
  readonly spec?: JsonObject;
  readonly at?: number;
}

function delivered({ by = gitops, space = 'shop', pod, spec = {}, at = later }: Delivered): Activity {
  const usual = container(`registry.corp.example/${space}/report:1.19.0`);
  const object = cronJob(
    `${space}-report`,
    space,
    { serviceAccountName: `${space}-report`, ...(pod ?? usual) },
    spec,
  );
  return asked({ by, verb: 'update', object, at });
}

const from = (registry: string, space = 'shop'): JsonObject =>
  container(`${registry}/${space}/report:1.19.0`);

describe('what a reconciler delivers, if not to this workload before', () => {
  const table: readonly (readonly [what: string, activity: Activity, alert: boolean])[] = [
    ['the registry of the company by another name', delivered({ pod: from('images.corp.example') }), false],
    ['the same path from a registry of others', delivered({ pod: from('images.files.example') }), true],
    [
      'a renamed registry and another path',
      delivered({ pod: container('images.corp.example/tools/runner:1') }),
      true,
    ],
    ['another hour', delivered({ spec: { schedule: '30 14 * * *' } }), false],
    ['a beacon', delivered({ spec: { schedule: '* * * * *' } }), true],
    [
      'another hour and another command',
      delivered({
        spec: { schedule: '30 14 * * *' },
        pod: container('registry.corp.example/shop/report:1.19.0', ['/app/run', '--copy-to=other']),
      }),
      true,
    ],
    [
      'the same from a place of which nothing is known',
      delivered({ by: { ...gitops, pod: 'web-0' }, spec: { schedule: '30 14 * * *' } }),
      true,
    ],
    ['the same by a person', delivered({ by: person('dev'), spec: { schedule: '30 14 * * *' } }), true],
  ];
  for (const [what, activity, alert] of table)
    it(`${what}: ${alert ? 'an alert' : 'none'}`, () => assert.equal(isAlert(saidOf([activity])[0]), alert));
});

describe('one cause for several workloads', () => {
  const moved = (space: string, at: number): Activity =>
    delivered({ space, pod: from('images.files.example', space), at });

  it('is one alert within the hour, and says so', () => {
    const said = saidOf([moved('shop', later), moved('data', later + 60_000), moved('web', later + 120_000)]);
    assert.deepEqual(said.map(isAlert), [true, false, false]);
    const sentences = said[1]?.score?.parts.map(({ sentence }) => sentence) ?? [];
    assert.ok(sentences.some(sentence => sentence.endsWith('the same by this identity within the hour')));
  });

  it('is another two hours later', () => {
    const said = saidOf([moved('shop', later), moved('data', later + 7_200_000)]);
    assert.deepEqual(said.map(isAlert), [true, true]);
  });

  it('excuses nothing that has evidence against it', () => {
    const beacon = delivered({
      space: 'data',
      pod: from('images.files.example', 'data'),
      spec: { schedule: '* * * * *' },
      at: later + 60_000,
    });
    assert.deepEqual(saidOf([moved('shop', later), beacon]).map(isAlert), [true, true]);
  });
});

for (const apiVersion of ['argoproj.io/v1alpha1', 'flows.example/v1']) {
  it(`a new kind of schedule of ${apiVersion} whose body was not logged is a clear alert`, () => {
    const object = { apiVersion, kind: 'CronWorkflow', metadata: { name: 'nightly', namespace: 'data' } };
    const [said] = saidOf([
      asked({ by: person('dev'), verb: 'create', object, at: later, level: 'Metadata' }),
    ]);
    const part = said?.score?.parts.find(({ feature }) => feature === 'first-of-kind-hidden');
    assert.match(part?.sentence ?? '', /^nothing of the kind cronworkflows? was made here before/i);
    assert.ok((said?.score?.bits ?? 0) >= (said?.score?.threshold ?? 99) + 2, JSON.stringify(said?.score));
  });
}

describe('made and removed within the hour by the same identity', () => {
  const about = (verb: 'create' | 'delete', pod: JsonObject, at: number): Activity =>
    asked({ by: gitops, verb, object: cronJob('shop-trial', 'shop', pod), at });
  const said = (pod: JsonObject) =>
    saidOf([about('create', pod, later), about('delete', pod, later + 5_000)])[1];

  it('hides nothing where it was as usual', () =>
    assert.equal(said({ ...container('registry.corp.example/shop/report:1.19.0') }), undefined));

  it('is a sign where evidence was against it', () => {
    const pod = container('registry.corp.example/shop/report:1.19.0', ['/app/run', '--to=198.51.100.7']);
    assert.ok(said(pod)?.score?.parts.some(({ feature }) => feature === 'created-and-removed'));
  });
});

it('what a template holds is no news in a Job that is made from it by hand', () => {
  const pod = {
    ...container('registry.corp.example/shop/report:1.19.0'),
    serviceAccountName: 'shop-report',
  };
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'report-by-hand', namespace: 'shop' },
    spec: { template: { spec: pod } },
  };
  const [said] = saidOf([asked({ by: person('dev'), verb: 'create', object: job, at: later })]);
  assert.ok(!isAlert(said), JSON.stringify(said?.score));
  const other = { ...job, spec: { template: { spec: { ...pod, serviceAccountName: 'data-report' } } } };
  const [told] = saidOf([asked({ by: person('dev'), verb: 'create', object: other, at: later })]);
  assert.ok(told?.score?.parts.some(({ feature }) => feature === 'service-account'));
});
