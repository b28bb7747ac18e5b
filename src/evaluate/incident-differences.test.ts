import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { emptyFound } from '../../test/support/found.ts';
import type { Finding, Incident } from '../model/finding.ts';
import type { Severity } from '../model/severity.ts';
import { incidentDifferences, isLouder, isQuieter } from './incident-differences.ts';
import type { RunRecord } from './run-record.ts';
import { createRunRecorder } from './run-record.ts';

const workload = { cluster: '', group: 'batch', kind: 'CronJob', namespace: 'data', name: 'n', uid: '' };

interface Said {
  readonly rule: string;
  readonly request: string;
  readonly severity?: Severity;
  readonly bits?: readonly [number, number];
}

const idOf = ({ rule, request }: Said): string => `${rule}-${request}`;

function finding(said: Said): Finding {
  const { rule, request, severity = 'high', bits } = said;
  return {
    type: 'finding',
    id: idOf(said),
    time: '2026-11-23T04:37:08Z',
    title: rule,
    severity,
    detector: { type: bits === undefined ? 'cel' : 'anomaly', id: rule, title: rule },
    attack: [],
    workload,
    actor: null,
    action: { verb: 'create', subresource: '', outcome: 'allowed' },
    reasons: [],
    evidence: [{ source: 'audit-file', file: 'a.log', line: 1, auditID: request, time: null }],
    visibility: { level: 'Request', missing: [] },
    ...(bits && { score: { bits: bits[0], threshold: bits[1], parts: [], counterfactual: '' } }),
  };
}

interface Run {
  readonly said: readonly Said[];
  readonly hidden?: readonly (Said & { readonly by: string })[];
  readonly incidents: readonly (readonly [id: string, severity: Severity, ...held: Said[]])[];
}

function record({ said, hidden = [], incidents }: Run): RunRecord {
  const recorder = createRunRecorder();
  for (const one of said) recorder.printer.finding(finding(one));
  for (const one of hidden) recorder.hidden(finding(one), one.by);
  for (const incident of incidents) recorder.printer.incident(incidentOf(incident));
  recorder.printer.summary(emptyFound.summary);
  const made = recorder.record();
  assert.ok(made);
  return made;
}

function incidentOf([id, severity, ...held]: Run['incidents'][number]): Incident {
  return {
    type: 'incident',
    id,
    severity,
    title: id,
    story: '',
    workload,
    actor: null,
    attack: [],
    findings: held.map(idOf),
    evidence: [],
    firstSeen: '2026-11-23T04:37:08Z',
    lastSeen: null,
    moments: [],
  };
}

const a = { rule: 'A', request: 'r1' };
const b = { rule: 'B', request: 'r1' };
const other = { rule: 'A', request: 'r2' };
const score = { rule: 'anomaly', request: 'r1', bits: [20, 11] } as const;

describe('two runs over one history', () => {
  const table: readonly (readonly [
    what: string,
    before: Run,
    after: Run,
    expected: readonly (readonly [type: string, severities: string, reasons: RegExp])[],
  ])[] = [
    [
      'the same',
      { said: [a], incidents: [['i', 'high', a]] },
      { said: [a], incidents: [['i', 'high', a]] },
      [],
    ],
    [
      'a rule less',
      {
        said: [a, other],
        incidents: [
          ['i', 'high', a],
          ['j', 'high', other],
        ],
      },
      { said: [other], incidents: [['j', 'high', other]] },
      [['gone', 'high>null', /^rule "A" would not find it$/]],
    ],
    [
      'a rule more',
      { said: [], incidents: [] },
      { said: [a], incidents: [['i', 'medium', a]] },
      [['new', 'null>medium', /^rule "A" would find it$/]],
    ],
    [
      'a suppression more',
      { said: [a], incidents: [['i', 'high', a]] },
      { said: [], hidden: [{ ...a, by: 's1' }], incidents: [] },
      [['gone', 'high>null', /^suppression s1 would hide what rule "A" found$/]],
    ],
    [
      'a suppression less',
      { said: [], hidden: [{ ...a, by: 's1' }], incidents: [] },
      { said: [a], incidents: [['i', 'high', a]] },
      [['new', 'null>high', /^suppression s1 hid what rule "A" finds$/]],
    ],
    [
      'an incident that begins with another finding is the same',
      { said: [a, b], incidents: [['i', 'critical', a, b]] },
      { said: [b], incidents: [['another', 'high', b]] },
      [['severity', 'critical>high', /^rule "A" would not find it$/]],
    ],
    [
      'a higher threshold',
      { said: [score], incidents: [['i', 'medium', score]] },
      { said: [{ ...score, severity: 'low', bits: [20, 25] }], incidents: [] },
      [
        [
          'gone',
          'medium>null',
          /^the anomaly score was 20\.0 bits of 11\.0 needed, and would be 20\.0 bits of 25\.0 needed$/,
        ],
      ],
    ],
    [
      'another level of a rule',
      { said: [a], incidents: [['i', 'high', a]] },
      { said: [{ ...a, severity: 'medium' }], incidents: [['i', 'medium', a]] },
      [['severity', 'high>medium', /^rule "A" would be medium, not high$/]],
    ],
  ];
  for (const [what, before, after, expected] of table)
    it(what, () => {
      const found = incidentDifferences(record(before), record(after));
      assert.equal(found.length, expected.length);
      for (const [index, [type, severities, reasons]] of expected.entries()) {
        const one = found[index];
        assert.deepEqual([one?.type, `${one?.before}>${one?.after}`], [type, severities]);
        assert.match(one?.reasons.join('\n') ?? '', reasons);
      }
    });
});

describe('what a person would be told of', () => {
  const runs = (before: Severity | undefined, after: Severity | undefined) =>
    incidentDifferences(
      record({ said: [a], incidents: before === undefined ? [] : [['i', before, a]] }),
      record({ said: [a], incidents: after === undefined ? [] : [['i', after, a]] }),
    );
  it('is louder if it newly reaches medium, quieter if it no longer does', () => {
    const table: readonly (readonly [Severity | undefined, Severity | undefined, boolean, boolean])[] = [
      [undefined, 'medium', true, false],
      [undefined, 'low', false, false],
      ['low', 'high', true, false],
      ['high', 'critical', false, false],
      ['high', 'low', false, true],
      ['medium', undefined, false, true],
      ['low', undefined, false, false],
    ];
    for (const [before, after, louder, quieter] of table) {
      const found = runs(before, after);
      assert.deepEqual(
        [found.some(isLouder), found.some(isQuieter)],
        [louder, quieter],
        `${before} ${after}`,
      );
    }
  });
});
