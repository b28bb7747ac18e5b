import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Found } from '../../test/support/found.ts';
import { emptyFound, print, sampleFound } from '../../test/support/found.ts';
import { widePrinter } from './wide.ts';

const sample = sampleFound();

function wide(found: Found, live = false): string {
  let text = '';
  print(
    found,
    widePrinter({ color: true, width: 40, version: '1', live }, part => {
      text += part;
    }),
  );
  return text;
}

const found: Found = {
  ...emptyFound,
  findings: sample.findings.slice(0, 4),
  incidents: sample.incidents.slice(0, 1),
  summary: { ...emptyFound.summary, events: 12, findings: 4, incidents: 1 },
};

test('a line a finding, then a line an incident, in columns', () => {
  const [first, second, third, fourth] = found.findings.map(({ id }) => id);
  const [incident] = found.incidents.map(({ id }) => id);
  assert.equal(
    wide(found),
    `TIME                 SEVERITY       RULE                                          OBJECT                       ACTOR               ACTION  OUTCOME  PLACE         ID
2026-11-23 04:37:14  high           Downloads a script and pipes it into a shell  data/CronJob/nightly-report  dev@corp.example    create  allowed  audit.log:12  ${first}
2026-11-23 04:37:14  critical       A grave rule                                  data/CronJob/nightly-report  dev@corp.example    create  allowed  audit.log:12  ${second}
2026-11-23 04:37:14  low            A quiet rule                                  data/CronJob/nightly-report  quiet@corp.example  create  allowed  audit.log:12  ${third}
2026-11-23 04:37:14  informational  A quiet rule                                  data/CronJob/nightly-report  quiet@corp.example  create  allowed  audit.log:12  ${fourth}

LAST SEEN            SEVERITY  INCIDENT                                   ACTOR             FINDINGS  ID
2026-11-23 04:37:14  critical  data/CronJob nightly-report: A grave rule  dev@corp.example  2         ${incident}

12 events read from 1 input (0 bytes)
0 refused
`,
  );
});

test('rows after the first two hundred are written at once, in the same columns', () => {
  const [finding] = found.findings;
  assert.ok(finding);
  const findings = Array.from({ length: 1000 }, () => finding);
  const lines = wide({ ...found, findings })
    .split('\n')
    .slice(1, 1001);
  assert.equal(new Set(lines).size, 1);
});

test('a row is written at once when a log is followed', () => {
  const written: string[] = [];
  const printer = widePrinter({ color: false, width: 40, version: '1', live: true }, text =>
    written.push(text),
  );
  const [finding] = found.findings;
  assert.ok(finding);
  printer.finding(finding);
  assert.equal(written.length, 2);
});
