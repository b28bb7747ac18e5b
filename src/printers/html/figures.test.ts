import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sampleFound } from '../../../test/support/found.ts';
import type { Incident } from '../../model/finding.ts';
import type { WorkloadLineage } from '../../model/lineage.ts';
import type { Score } from '../../model/score.ts';
import { bitsFigure } from './bits-figure.ts';
import { changesFigure } from './changes-figure.ts';
import { lineageFigure } from './lineage-figure.ts';
import { runsFigure } from './runs-figure.ts';
import { storySentences } from './story-sentences.ts';
import { timeLine } from './time-line.ts';

const [first] = sampleFound().incidents;
const incident: Incident = first ?? assert.fail();
const textOf = (markup: string): string => markup.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

const score: Score = {
  bits: 12.5,
  threshold: 12,
  counterfactual: 'It would be ordinary if the registry were that of before.',
  parts: [
    { feature: 'command', kind: 'evidence', bits: 9, sentence: 'pipes <b>' },
    {
      feature: 'image-registry',
      kind: 'surprise',
      bits: 6,
      sentence: 'never used here',
      tunable: 'ImageRepository',
    },
    { feature: 'detail', kind: 'evidence', bits: 0.3, sentence: 'a detail' },
    { feature: 'hour', kind: 'surprise', bits: -2.5, sentence: 'a usual hour' },
  ],
};

describe('bits', () => {
  const { markup } = bitsFigure({ ...incident, score });

  test('every part is told with its kind, its support and its tunable', () => {
    const text = textOf(markup);
    for (const part of [
      '12.5 bits',
      'reported from 12.0 bits',
      '9.0 pipes &lt;b&gt; evidence · command',
      'never used here surprise · image-registry · ImageRepository',
      'and 1 smaller part, 0.3 bits together 0.3 a detail evidence · detail',
      '−2.5 a usual hour',
      'It would be ordinary if the registry were that of before.',
    ])
      assert.ok(text.includes(part), `${part} in ${text}`);
  });

  test('bars share one zero: what speaks for it is drawn to the left of it', () => {
    const bars = [...markup.matchAll(/<rect class="(\w+)" x="([\d.]+)%" width="([\d.]+)%" height="10"/g)].map(
      ([, kind, x, width]) => [kind, Number(x), Number(width)],
    );
    assert.deepEqual(bars, [
      ['evidence', 21.74, 78.26],
      ['surprise', 21.74, 52.17],
      ['ordinary', 0, 21.74],
      ['evidence', 21.74, 2.61],
    ]);
  });

  test('the story does not say it again; what it says of rules stays', () => {
    const story = [
      'Why: 12.5 bits over the usual, threshold 12.0',
      'Why:   9.0  pipes <b>',
      'Why:  -2.5  a usual hour',
      `Why: ${score.counterfactual}`,
      'Why: A rule (high): 2.5  bits',
    ].join('\n');
    assert.equal(
      textOf(storySentences({ ...incident, story, score }, 'Why').markup),
      ' A rule (high) : 2.5 bits ',
    );
    assert.equal(count(storySentences({ ...incident, story }, 'Why').markup, /<p>/g), 5);
  });

  test('parts beyond the limit are named with their sum', () => {
    const parts = Array.from({ length: 30 }, () => ({ ...(score.parts[0] ?? assert.fail()), bits: 1.5 }));
    assert.match(
      bitsFigure({ ...incident, score: { ...score, parts } }).markup,
      /and 6 more parts, 9\.0 bits together/,
    );
  });

  test('none without a score', () => assert.equal(bitsFigure(incident).markup, ''));
});

describe('what was changed', () => {
  test('old and new beside each other; the repository is told with the image; what is left out is counted', () => {
    const { markup } = changesFigure({
      ...incident,
      changes: [
        { field: 'image', container: 'main', from: 'a.example/x:1', to: 'a.example/x:2' },
        { field: 'repository', container: 'main', from: 'a.example/x', to: 'b.example/x' },
        { field: 'suspended', container: '', from: 'true', to: 'false' },
        { field: 'env', container: 'main', from: '', to: 'TOKEN' },
      ],
      moreChanges: 3,
    });
    assert.equal(count(markup, /<th scope="row">/g), 3);
    assert.match(markup, /<code>a\.example\/x:<del>1<\/del><\/code>/);
    assert.match(markup, /<code>a\.example\/x:<ins>2<\/ins><\/code>/);
    assert.match(textOf(markup), /env of main nothing TOKEN and 3 more changes/);
  });
});

const lineage: WorkloadLineage = {
  chain: [
    {
      kind: 'Job',
      namespace: 'data',
      name: 'report-1',
      uid: '',
      relation: 'target',
      confidence: 'certain',
      evidence: [],
    },
    {
      kind: 'CronJob',
      namespace: 'data',
      name: 'report',
      uid: '',
      relation: 'made',
      confidence: 'probable',
      evidence: [],
    },
  ],
  author: {
    ...(incident.actor ?? assert.fail()),
    user: 'dev@corp.example',
    effectiveUser: 'dev@corp.example',
    confidence: 'certain',
    reason: 'replaced the template',
    time: '2026-11-23T04:37:08Z',
  },
  started: {
    since: '2026-11-23T04:37:08Z',
    byKind: [{ kind: 'Pod', count: 12 }],
    examples: [{ kind: 'Pod', name: 'report-1-abc', time: '2026-11-23T04:40:00Z' }],
    last: '2026-11-23T04:50:00Z',
    confidence: 'certain',
  },
};

describe('lineage', () => {
  test('from the actor down to the pods, each link as sure as it is', () => {
    const { markup } = lineageFigure({ ...incident, lineage });
    assert.match(
      textOf(markup),
      /actor dev@ corp\. example replaced the template 2026-11-23 04:37:08 CronJob report data made probable Job report- 1 data started Pod 12 of them report-1-abc, \.\.\./,
    );
    assert.deepEqual(
      [...markup.matchAll(/class="link (\w+)"/g)].map(([, confidence]) => confidence),
      ['certain', 'probable', 'certain'],
    );
  });

  test('an author who is not in the log is not invented', () => {
    const text = textOf(lineageFigure({ ...incident, lineage: { ...lineage, author: null } }).markup);
    assert.match(text, /actor not in the log seen: .* unknown unknown CronJob/);
  });

  test('without a lineage, who touched what', () => {
    const { workload, actor } = incident;
    assert.ok(actor !== null && workload.name !== '');
    assert.equal(count(lineageFigure(incident).markup, /class="box"/g), 2);
    assert.equal(lineageFigure({ ...incident, actor: null }).markup, '');
  });
});

describe('time line', () => {
  const moment = {
    time: '2026-11-23T04:37:08.500Z',
    finding: '0123456789abcdef',
    severity: 'medium',
    title: 'A rule',
    kind: 'CronJob',
    action: { verb: 'patch', subresource: '', outcome: 'refused' },
  } as const;
  const { markup } = timeLine({
    ...incident,
    lastSeen: '2026-11-23T04:37:08.500Z',
    lineage,
    moments: [moment, { ...moment, title: 'Another', severity: 'high' }],
    work: {
      containers: [],
      moreContainers: 0,
      schedule: {
        expression: '30 2 * * *',
        before: '30 3 * * *',
        dialect: 'kubernetes',
        timeZone: 'Europe/Berlin',
        zoneAssumed: false,
        words: 'at 02:30 (Europe/Berlin)',
        problem: '',
        suspended: false,
        previous: ['2026-11-23T02:30:00Z'],
        next: ['2026-11-24T01:30:00Z', '2026-11-25T01:30:00Z'],
      },
    },
  });

  test('in order: what was due, was found and was started, and is due', () => {
    assert.match(
      textOf(markup),
      /30 3 \* \* \* → 30 2 \* \* \* at 02:30 \(Europe\/Berlin\) 2026-11-23 02:30:00 was due 2026-11-23 04:37:08 A rule patch CronJob, refused Another patch CronJob, refused 2026-11-23 04:40:00 started Pod report-1-abc 2026-11-24 01:30:00 due, 20 h 52 min after the last finding 2026-11-25 01:30:00 due $/,
    );
  });

  test('findings of one second are one point, as grave as the gravest', () =>
    assert.equal(count(markup, /<li class="finding of-high-mark">/g), 1));
});

describe('what runs', () => {
  const work = {
    containers: [
      { role: 'container', name: 'main', image: 'a.example/x:2', command: 'sh -c "echo <b>"' },
      { role: 'init container', name: 'first', image: '', command: '' },
    ],
    moreContainers: 2,
  };
  const changed = (field: string) => ({ field, container: 'main', from: 'old', to: 'new' });
  const story = [
    'What: changed (allowed): data/CronJob report',
    'What: image of main: old -> new',
    'What: container main of image a.example/x:2 runs: sh -c "echo <b>"',
    'What: init container first of image (not seen) runs: what the image starts',
    'What: schedule 30 2 * * *: at 02:30',
    'Do: Look at `crictl ps` of the node',
  ].join('\n');

  test('every container with its image and its command', () => {
    assert.match(
      textOf(runsFigure({ ...incident, work }).markup),
      /main a\.example\/x:2 sh -c &quot;echo &lt;b&gt;&quot; first init container not seen what the image starts and 2 more containers/,
    );
  });

  test('but for one whose image and command are told as changes', () => {
    const { markup } = runsFigure({ ...incident, work, changes: [changed('image'), changed('command')] });
    assert.doesNotMatch(markup, /echo/);
    assert.match(runsFigure({ ...incident, work, changes: [changed('image')] }).markup, /echo/);
  });

  test('sentences that the tables tell are left out, others are not', () => {
    const { markup } = storySentences({ ...incident, story, work, changes: [changed('image')] }, 'What');
    assert.equal(textOf(markup), ' changed (allowed): data/CronJob report schedule 30 2 * * *: at 02:30 ');
    assert.equal(count(storySentences({ ...incident, story }, 'What').markup, /<p>/g), 5);
  });

  test('what stands between backticks in advice is code', () => {
    assert.equal(
      storySentences({ ...incident, story }, 'Do').markup,
      '<p>Look at <code>crictl ps</code> of the node</p>',
    );
  });
});
