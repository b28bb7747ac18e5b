import assert from 'node:assert/strict';
import { it } from 'node:test';
import { decodeExample } from '../../formats/envelope/decode-all.ts';
import { parseRuleFile } from '../rules/parse-rule-file.ts';
import { compileSigma } from './compile-sigma.ts';
import { eventOf } from './event-of.ts';

const rules = `
title: Reads a remote script
id: 5b8d2b6e-0000-4000-8000-000000000001
logsource: {category: process_creation, product: linux}
detection:
  selection:
    Image|endswith: /sh
    CommandLine|contains: '| sh'
    PodNamespace: data
  condition: selection
level: high
---
title: Static pod
id: 5b8d2b6e-0000-4000-8000-000000000002
logsource: {category: file_event, product: linux}
detection:
  selection:
    TargetFilename|contains: /kubernetes/manifests/
    LogonUser|exists: true
  condition: selection
---
title: Any request
id: 5b8d2b6e-0000-4000-8000-000000000003
logsource: {product: kubernetes, service: audit}
detection:
  selection: {verb|exists: false}
  condition: selection
---
title: Both
id: 5b8d2b6e-0000-4000-8000-000000000004
correlation:
  type: temporal_ordered
  rules: [5b8d2b6e-0000-4000-8000-000000000001, 5b8d2b6e-0000-4000-8000-000000000002]
  group-by: [Computer]
  timespan: 5m
level: critical
`;

it('rules for processes and files match what was seen on nodes, and correlations join them', () => {
  const { documents } = parseRuleFile(rules, 'rules.yml');
  const { detector, problems } = compileSigma(documents, { pipelines: [] });
  assert.deepEqual(problems, []);
  const { activities } = decodeExample('tetragon', 'export.jsonl');
  const signals = [
    ...activities.flatMap(activity => detector.inspect(activity)),
    ...(detector.finish?.() ?? []),
  ];
  assert.deepEqual(
    signals.map(signal => [
      signal.detector.title,
      signal.severity,
      signal.evidence.map(({ source, line }) => `${source}:${line}`),
    ]),
    [['Both', 'critical', ['tetragon:1', 'tetragon:2']]],
  );
  assert.equal(signals[0]?.activity?.type, 'file');
});

it('what is not known of a process is no field', () => {
  const [started] = decodeExample('tetragon', 'recorded-process_connect.json').activities;
  assert.ok(started !== undefined && started.type !== 'manifest');
  const event = eventOf(started);
  assert.deepEqual(
    [event['DestinationIp'], event['DestinationPort'], event['Image']],
    ['142.250.180.196', 80, '/usr/bin/curl'],
  );
  assert.equal(Object.hasOwn(event, 'LogonUser'), false);
});
