import type { Collector } from '../../src/findings/collector.ts';
import { createCollector } from '../../src/findings/collector.ts';
import type { Finding, Incident } from '../../src/model/finding.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Printer } from '../../src/model/seams.ts';
import type { Signal } from '../../src/model/signal.ts';
import type { Summary } from '../../src/model/summary.ts';
import { activityOf, auditEvent, cronJob, detector, manifestOf, signalOf } from './signals.ts';

/** What a run found, to be fed to printers. */
export interface Found {
  readonly findings: readonly Finding[];
  readonly incidents: readonly Incident[];
  readonly summary: Summary;
}

export function print({ findings, incidents, summary }: Found, printer: Printer): void {
  for (const finding of findings) printer.finding(finding);
  for (const incident of incidents) printer.incident(incident);
  printer.summary(summary);
}

/** Nothing a terminal, a browser, a parser or a reader should be made to obey, in every place where a log's text ends up. */
export const hostileTexts: readonly string[] = [
  '\u001b[2J\u001b]0;owned\u0007',
  '\u009b31m',
  'a\u202egnp.exe',
  'zero\u200bwidth\ufeff\u{e0041}',
  'new\nline\r\n\ttab',
  '</testcase><failure message="x">&amp;<!-- --> ]]>',
  '| cell | `code` ``two`` <script>alert(1)</script> <img src=x onerror=alert(1)>',
  '@everyone #1 https://evil.example [link](https://evil.example) ![](https://evil.example/x.png) www.evil.example',
  "=cmd()|' /C calc'!A0",
  '__proto__',
  '{0} {{1}} %s $HOME $(id)',
  '\ud800 lone \udfff \ufffe\uffff',
  '---\n- yaml: [true, ~]\n...',
  'null',
  '1e3',
  'no',
  '日本語 and ünïcode',
  'x'.repeat(500),
  '',
  ' leading and trailing ',
];

/** Findings at several severities; a hostile text in every place of some of them. */
export function sampleFound(): Found {
  const collector = createCollector({ now: '2026-11-24T00:00:00Z' });
  const findings = [...ordinary(collector), ...hostile(collector)];
  const incidents = [...collector.finish()];
  return { findings, incidents, summary: summaryOf(findings, incidents, collector) };
}

function ordinary(collector: Collector): readonly Finding[] {
  const take = (changes: JsonObject, signal: Partial<Signal>) => {
    const activity = activityOf(auditEvent(changes));
    return collector.take(signalOf(activity, signal), activity);
  };
  const quiet = { severity: 'low', detector: detector('rule-low', 'A quiet rule') } as const;
  const user = { username: 'quiet@corp.example' };
  const manifest = manifestOf(cronJob, 'deploy/cron.yaml', 7);
  return [
    take({}, {}),
    take({}, { severity: 'critical', detector: detector('rule-critical', 'A grave rule') }),
    take({ user, auditID: 'q1' }, quiet),
    take({ user, auditID: 'q2' }, { ...quiet, severity: 'informational' }),
    collector.take(signalOf(manifest, { severity: 'medium' }), manifest),
  ].filter(finding => finding !== undefined);
}

function hostile(collector: Collector): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [index, text] of hostileTexts.entries()) {
    const event = auditEvent({
      auditID: `h-${index}`,
      user: { username: text, groups: [text], extra: { 'authentication.kubernetes.io/pod-name': [text] } },
      userAgent: text,
      sourceIPs: [text],
      objectRef: { resource: 'cronjobs', namespace: text, name: text, apiGroup: 'batch', uid: text },
      requestObject: undefined,
      responseObject: undefined,
    });
    const activity = { ...activityOf(event), origin: { source: 'audit-file', file: `${text}.log`, line: 3 } };
    const severity = index % 4 === 0 ? 'low' : 'medium';
    const signal = {
      severity,
      detector: detector(`h-${index}`, text),
      reasons: [text, text],
      missing: [text],
    } as const;
    const finding = collector.take(signalOf(activity, signal), activity);
    if (finding !== undefined) findings.push(finding);
  }
  return findings;
}

function summaryOf(
  findings: readonly Finding[],
  incidents: readonly Incident[],
  collector: Collector,
): Summary {
  const { bySeverity, duplicates } = collector.counts();
  return {
    type: 'summary',
    inputs: 2,
    bytes: 17_000_000,
    events: 5025,
    skipped: 4000,
    duplicates,
    findings: findings.length,
    incidents: incidents.length,
    bySeverity,
    formats: { 'kubernetes-audit': 5024, manifest: 1 },
    levels: { RequestResponse: 5000, Metadata: 24 },
    refused: 2,
    refusals: [
      {
        reason: 'not-json',
        count: 2,
        examples: hostileTexts.slice(0, 3).map(text => ({ file: text, line: 9, detail: text })),
      },
    ],
    suppressions: [
      { id: 'backup', owner: 'o', reason: 'r', expires: '2027-01-31', expired: false, hidden: 3 },
      {
        id: hostileTexts[6] ?? '',
        owner: hostileTexts[0] ?? '',
        reason: 'r',
        expires: '2026-01-31',
        expired: true,
        hidden: 0,
      },
    ],
    blind: ['argoproj.io is logged at Metadata only (1 write seen)', hostileTexts[0] ?? ''],
    firstSeen: '2026-11-23T04:31:00Z',
    lastSeen: '2026-11-23T04:39:00Z',
  };
}

export const emptyFound: Found = {
  findings: [],
  incidents: [],
  summary: {
    type: 'summary',
    inputs: 1,
    bytes: 0,
    events: 0,
    skipped: 0,
    duplicates: 0,
    findings: 0,
    incidents: 0,
    bySeverity: {},
    formats: {},
    levels: {},
    refused: 0,
    refusals: [],
    suppressions: [],
    blind: [],
    firstSeen: null,
    lastSeen: null,
  },
};
