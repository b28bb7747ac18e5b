import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Sent } from '../../../test/support/audited.ts';
import { audited } from '../../../test/support/audited.ts';
import { signalOf } from '../../../test/support/signals.ts';
import { createLineage } from '../../lineage/lineage.ts';
import type { Incident } from '../../model/finding.ts';
import type { JsonObject } from '../../model/json.ts';
import { storyLines } from '../../model/story.ts';
import { createCollector } from '../collector.ts';

const controllers = 'system:serviceaccount:kube-system:';
const template = (image: string): JsonObject => ({ spec: { containers: [{ name: 'main', image }] } });
const owned = (kind: string, name: string, uid: string): readonly JsonObject[] => [
  { apiVersion: 'batch/v1', kind, name, uid, controller: true },
];

const cronJob = (image: string): JsonObject => ({
  kind: 'CronJob',
  apiVersion: 'batch/v1',
  metadata: { name: 'report', namespace: 'data', uid: 'u-cron' },
  spec: { schedule: '0 * * * *', jobTemplate: { spec: { template: template(image) } } },
});
const job = (image: string, minute = 29_923_500): JsonObject => ({
  kind: 'Job',
  apiVersion: 'batch/v1',
  metadata: {
    name: `report-${minute}`,
    namespace: 'data',
    uid: `u-job-${minute}`,
    ownerReferences: owned('CronJob', 'report', 'u-cron'),
  },
  spec: { template: template(image) },
});

interface Step extends Omit<Sent, 'verb'> {
  readonly verb?: string;
  /** A detector reacts to it. */
  readonly found?: boolean;
}

const cron = 'batch/v1/cronjobs/data/report';
const run = 'batch/v1/jobs/data/report-29923500';
const byController = { user: `${controllers}cronjob-controller`, object: run } as const;
const write = (user: string, image: string, at: number): Step => ({
  verb: 'update',
  object: cron,
  user,
  answer: cronJob(image),
  at,
});

function incidentsOf(steps: readonly Step[]): readonly Incident[] {
  const lineage = createLineage({ rememberMinutes: 60 });
  const collector = createCollector({ now: '2026-02-01T00:00:00Z', lineage });
  for (const { found, verb = 'create', ...sent } of steps) {
    const activity = audited({ verb, ...sent });
    lineage.take(activity);
    if (found === true) collector.take(signalOf(activity), activity);
  }
  return [...collector.finish()];
}

const places = (incidents: readonly Incident[]) =>
  incidents.map(({ workload, actor }) => `${workload.kind} ${workload.name} by ${actor?.user}`);
const said = (incident: Incident | undefined, label: string): string =>
  storyLines(incident?.story ?? '')
    .filter(line => line.label === label)
    .map(({ text }) => text)
    .join('; ');

describe('a finding on what a controller made', () => {
  it('is an incident of whoever wrote the template, even hours after it was written', () => {
    const incidents = incidentsOf([
      { object: cron, user: 'ann', answer: cronJob('a:1'), at: 0 },
      { ...write('bob', 'b:1', 60), found: true },
      { ...byController, answer: job('b:1'), at: 80_000, found: true },
    ]);
    assert.deepEqual(places(incidents), ['CronJob report by bob']);
    assert.equal(incidents[0]?.lineage?.author?.user, 'bob');
    assert.deepEqual(
      incidents[0]?.lineage?.chain.map(({ kind, relation }) => `${relation} ${kind}`),
      ['target Job', 'made CronJob'],
    );
  });

  it('is nobody else’s, though that one wrote the same object, too', () => {
    const incidents = incidentsOf([
      { object: cron, user: 'ann', answer: cronJob('a:1'), at: 0, found: true },
      { ...write('bob', 'b:1', 60), found: true },
      { ...byController, answer: job('b:1'), at: 120, found: true },
    ]);
    assert.deepEqual(
      new Map(places(incidents).map((place, index) => [place, incidents[index]?.findings.length])),
      new Map([
        ['CronJob report by bob', 2],
        ['CronJob report by ann', 1],
      ]),
    );
  });

  it('from headers alone: probably, and the story says so', () => {
    const [incident, ...others] = incidentsOf([
      { object: cron, user: 'ann', at: 0 },
      { ...byController, at: 3600, found: true },
    ]);
    assert.equal(others.length, 0);
    assert.deepEqual(places(incident === undefined ? [] : [incident]), ['CronJob report by ann']);
    assert.equal(incident?.lineage?.author?.confidence, 'probable');
    assert.match(said(incident, 'Who'), /^probably ann/);
  });

  it('of which the log does not tell who wrote it, is said to be nobody’s', () => {
    const [incident] = incidentsOf([{ ...byController, answer: job('b:1'), at: 10, found: true }]);
    assert.deepEqual(incident?.workload.kind, 'CronJob');
    assert.equal(incident?.lineage?.author, null);
    assert.match(said(incident, 'Who'), /^not known: the log does not show who wrote/);
  });

  it('is the forger’s own where it was no controller that made it', () => {
    const incidents = incidentsOf([
      { object: cron, user: 'ann', answer: cronJob('a:1'), at: 0, found: true },
      { object: run, user: 'eve', answer: job('a:1'), at: 20, found: true },
      {
        ...byController,
        as: byController.user,
        user: 'eve',
        object: 'batch/v1/jobs/data/report-29923501',
        answer: job('a:1', 29_923_501),
        at: 30,
        found: true,
      },
    ]);
    assert.deepEqual(places(incidents).toSorted(), [
      'CronJob report by ann',
      'Job report-29923500 by eve',
      'Job report-29923501 by eve',
    ]);
  });
});

describe('what happened since', () => {
  const wrote = { object: cron, user: 'ann', answer: cronJob('a:1'), at: 0, found: true } as const;
  const other = {
    object: 'batch/v1/jobs/data/other-29923000',
    user: byController.user,
    answer: {
      ...job('x', 29_923_000),
      metadata: {
        name: 'other-29923000',
        namespace: 'data',
        uid: 'u-other',
        ownerReferences: owned('CronJob', 'other', 'u-other-cron'),
      },
    },
    at: 1,
  } as const;

  it('nothing, where the log would tell', () => {
    assert.match(said(incidentsOf([wrote, other])[0], 'Since'), /not run yet/);
  });

  it('not known, where no Job of a controller is in the log', () => {
    assert.match(said(incidentsOf([wrote])[0], 'Since'), /whether it ran is not known/);
  });

  it('the Jobs and pods that controllers made, the same one counted once', () => {
    const made = { ...byController, answer: job('a:1'), at: 3600, id: 'same' };
    const later = {
      ...byController,
      object: 'batch/v1/jobs/data/report-29923560',
      answer: job('a:1', 29_923_560),
      at: 7200,
    };
    const started = incidentsOf([wrote, made, made, later])[0]?.lineage?.started;
    assert.deepEqual(started?.byKind, [{ kind: 'Job', count: 2 }]);
    assert.equal(started?.last, '2026-01-05T12:00:00.000000Z');
    assert.equal(started?.confidence, 'certain');
  });

  it('not what was made of it before the change', () => {
    const incident = incidentsOf([
      { ...wrote, found: false },
      { ...byController, answer: job('a:1'), at: 10 },
      { ...write('bob', 'b:1', 60), found: true },
    ])[0];
    assert.deepEqual(incident?.lineage?.started?.byKind, []);
    assert.match(said(incident, 'Since'), /not run yet/);
  });

  it('from headers alone: probably', () => {
    const incident = incidentsOf([
      { object: cron, user: 'ann', at: 0, found: true },
      { ...byController, at: 3600 },
    ])[0];
    assert.match(said(incident, 'Since'), /it has probably run since: 1 Job/);
  });
});
