import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { activityOf, auditEvent, manifestOf, signalOf } from '../../test/support/signals.ts';
import type { AuditActivity, ManifestActivity } from '../model/activity.ts';
import type { Finding, Incident } from '../model/finding.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Chunk, Decoded, Detector, Printer } from '../model/seams.ts';
import type { Summary } from '../model/summary.ts';
import type { Collecting, ScanParts } from './scan.ts';
import { scan } from './scan.ts';

const chunk = (text: string, last = false): Chunk => ({
  source: 'audit-file',
  file: 'audit.log',
  bytes: Buffer.from(text),
  last,
});
const refusal = (line: number, reason: Refusal['reason'] = 'not-json'): Refusal => ({
  reason,
  detail: `line ${line}`,
  origin: { source: 'audit-file', file: 'audit.log', line },
});

const finding: Finding = {
  type: 'finding',
  id: '0123456789abcdef',
  time: null,
  title: 'a finding',
  severity: 'high',
  detector: { type: 'cel', id: 'rule', title: 'a finding' },
  attack: [],
  workload: { cluster: '', group: '', kind: '', namespace: '', name: '', uid: '' },
  actor: null,
  action: { verb: 'create', subresource: '', outcome: 'allowed' },
  reasons: [],
  evidence: [],
  visibility: { level: 'unknown', missing: [] },
};
const incident: Incident = {
  type: 'incident',
  id: 'fedcba9876543210',
  severity: 'high',
  title: 'an incident',
  story: '',
  workload: finding.workload,
  actor: null,
  attack: [],
  findings: [finding.id],
  evidence: [],
  firstSeen: null,
  lastSeen: null,
  moments: [],
};

/** A run over made-up parts that notes what happened, in order. */
async function run(decoded: readonly Decoded[], changes: Partial<ScanParts> = {}) {
  const calls: string[] = [];
  const detector: Detector = {
    name: 'every',
    interest: { pair: () => true, codes: new Set() },
    inspect: activity => {
      calls.push(`inspect ${activity.type}`);
      return activity.type === 'audit' || activity.type === 'manifest' ? [signalOf(activity)] : [];
    },
    finish: () => {
      calls.push('finish');
      return [];
    },
    blind: () => ['one eye shut'],
  };
  const collector: Collecting = {
    take: () => finding,
    finish: () => [incident],
    counts: () => ({ duplicates: 2, suppressions: [] }),
  };
  const printer: Printer = {
    finding: ({ id }) => void calls.push(`print ${id}`),
    incident: ({ id }) => void calls.push(`print ${id}`),
    summary: () => void calls.push('print summary'),
  };
  const summary: Summary = await scan({
    source: {
      async *read() {
        yield refusal(0, 'unreadable');
        yield chunk('some bytes');
        yield chunk('', true);
      },
    },
    openDecoder: take => piece => {
      if (!piece.last) for (const each of decoded) take(each);
    },
    detectors: [detector],
    collector,
    printers: [printer],
    stop: new AbortController().signal,
    ...changes,
  });
  return { calls, summary };
}

const of = (...activities: readonly (AuditActivity | ManifestActivity)[]): Decoded => ({
  activities,
  refusals: [],
  skipped: 0,
});

describe('the loop', () => {
  it('inspects and prints in the order of the input, then incidents, then the summary', async () => {
    const { calls } = await run([of(activityOf(auditEvent()), manifestOf({ kind: 'Pod' }))]);
    assert.deepEqual(calls, [
      'inspect audit',
      `print ${finding.id}`,
      'inspect manifest',
      `print ${finding.id}`,
      'finish',
      `print ${incident.id}`,
      'print summary',
    ]);
  });

  it('counts all that was read, passed over, refused and found', async () => {
    const decoded: readonly Decoded[] = [
      { activities: [activityOf(auditEvent())], refusals: [refusal(1)], skipped: 3 },
      {
        activities: [manifestOf({ kind: 'Pod' })],
        refusals: [2, 3, 4].map(line => refusal(line)),
        skipped: 0,
      },
    ];
    const { summary } = await run(decoded);
    assert.equal(summary.inputs, 1);
    assert.equal(summary.bytes, 10);
    assert.deepEqual([summary.events, summary.skipped, summary.findings, summary.incidents], [5, 3, 2, 1]);
    assert.equal(summary.duplicates, 2);
    assert.deepEqual(summary.bySeverity, { informational: 0, low: 0, medium: 0, high: 2, critical: 0 });
    assert.deepEqual(summary.formats, { 'kubernetes-audit': 1, manifest: 1 });
    assert.deepEqual(summary.levels, { RequestResponse: 1 });
    assert.equal(summary.refused, 5);
    assert.deepEqual(
      summary.refusals.map(({ reason, count, examples }) => [
        reason,
        count,
        examples.map(({ line }) => line),
      ]),
      [
        ['unreadable', 1, [0]],
        ['not-json', 4, [1, 2, 3]],
      ],
    );
    assert.deepEqual(summary.blind, ['one eye shut']);
  });

  it('covers the time of what it inspected, whatever the order', async () => {
    const at = (time: string) => activityOf(auditEvent({ requestReceivedTimestamp: time }));
    const { summary } = await run([
      of(
        at('2026-11-23T05:00:00.000001Z'),
        at('2026-11-23T06:30:00+02:00'),
        at('no time'),
        at('2026-11-23T04:45:00Z'),
      ),
    ]);
    assert.equal(summary.firstSeen, '2026-11-23T06:30:00+02:00');
    assert.equal(summary.lastSeen, '2026-11-23T05:00:00.000001Z');
  });

  it('does not judge what lies outside the time that was asked for, and says so', async () => {
    const range = { since: Date.parse('2026-11-23T05:00:00Z'), until: Date.parse('2026-11-23T06:00:00Z') };
    const times = [
      '2026-11-23T04:59:59.999999Z',
      '2026-11-23T05:00:00Z',
      '2026-11-23T06:00:00Z',
      '2026-11-23T06:00:01Z',
    ];
    const activities = times.map(time => activityOf(auditEvent({ requestReceivedTimestamp: time })));
    const { calls, summary } = await run([of(...activities, manifestOf({ kind: 'Pod' }))], { range });
    assert.equal(calls.filter(call => call.startsWith('inspect')).length, 3);
    assert.equal(summary.events, 5);
    assert.ok(summary.blind.includes('2 events were read but not judged: outside --since and --until'));
  });

  it('reports what the view lets through, and prints what the view makes of an incident', async () => {
    const view = {
      finding: () => false,
      incident: () => undefined,
      blind: () => ['something was left out'],
    };
    const { calls, summary } = await run([of(activityOf(auditEvent()))], { view });
    assert.deepEqual(calls, ['inspect audit', 'finish', 'print summary']);
    assert.deepEqual([summary.findings, summary.incidents], [0, 0]);
    assert.ok(summary.blind.includes('something was left out'));
  });

  it('says how many events came without bodies because they were too large', async () => {
    const truncated = auditEvent({ annotations: { 'audit.k8s.io/truncated': 'true' } });
    const { summary } = await run([of(activityOf(truncated))]);
    assert.match(summary.blind.join(), /1 event was too large for the log/);
  });
});

describe('requests without an answer', () => {
  const staged = (stage: string, auditID: string) =>
    activityOf(auditEvent({ stage, auditID, requestReceivedTimestamp: '2026-11-23T05:00:00.000000Z' }));

  it('are those whose later stages never come', async () => {
    const { summary } = await run([
      of(
        staged('RequestReceived', 'a'),
        staged('RequestReceived', 'b'),
        staged('ResponseComplete', 'a'),
        staged('ResponseComplete', 'c'),
      ),
    ]);
    assert.match(summary.blind.join(), /1 request was logged on arrival and never answered/);
  });

  it('nothing is said where all were answered', async () => {
    const { summary } = await run([of(staged('RequestReceived', 'a'), staged('Panic', 'a'))]);
    assert.deepEqual(summary.blind, ['one eye shut']);
  });

  it('many are counted, in bounded memory', async () => {
    const many = Array.from({ length: 25_000 }, (_, index) => staged('RequestReceived', `id-${index}`));
    const { summary } = await run([of(...many)]);
    assert.match(summary.blind.join(), /25000 requests were logged on arrival/);
  });
});
