import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileCel } from './cel/compile-cel.ts';
import type { RuleEngine } from './rule-cases.ts';
import { runCases } from './rule-cases.ts';
import { compileSigma } from './sigma/compile-sigma.ts';

const engine: RuleEngine = documents => {
  const cel = compileCel(documents);
  const sigma = compileSigma(documents, { pipelines: [] });
  return {
    detectors: [cel.detector, sigma.detector],
    problems: [...cel.problems, ...sigma.problems],
    failures: () => cel.detector.failures().map(({ message }) => message),
  };
};

const head = `
title: Test
id: 00000000-0000-4000-8000-000000000001
status: test
description: for a test
level: low
tags: [attack.execution]
`;
const own = (cel: string) =>
  `${head}logsource: {product: kubernetes, service: workload}\ncel: ${JSON.stringify(cel)}\n`;
const pod = '{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: n}, spec: {hostPID: true}}';

const outcomes = (rule: string, cases: string) =>
  runCases(rule, cases, engine).map(({ form, passed, problem }) => `${form} ${passed ? 'passed' : problem}`);

test('an object is a file and a request; with an actor only a request', () => {
  const cases = `
fire:
  - {name: a, object: ${pod}}
  - {name: b, object: ${pod}, as: {user: eve, groups: [g], userAgent: x/1}, reason: hostPID is true}
silent:
  - {name: c, object: ${pod}, as: {user: eve, dryRun: true}}
  - {name: d, object: ${pod}, as: {code: 403}}
  - {name: e, object: ${pod}, as: {level: Metadata}}
  - {name: f, object: ${pod}, as: {verb: delete}}
  - {name: g, object: ${pod}, as: {subresource: status}}
`;
  assert.deepEqual(outcomes(own('workload.hostPID'), cases), [
    'manifest passed',
    'audit passed',
    'audit passed',
    ...Array.from({ length: 5 }, () => 'audit passed'),
  ]);
});

test('who is in `as` is in the event', () => {
  const as = `{user: eve, groups: [g1], userAgent: x/1, sourceIPs: [192.0.2.9], fieldManager: helm,
    impersonated: {user: "system:serviceaccount:n:a"}, extra: {authentication.kubernetes.io/pod-name: [p]}}`;
  const rule = own(
    'actor.user == "eve" && actor.groups == ["g1"] && actor.userAgent == "x/1" && actor.sourceIPs == ["192.0.2.9"] && change.fieldManager == "helm" && actor.effectiveType == "serviceaccount" && "system:serviceaccounts:n" in actor.effectiveGroups',
  );
  assert.deepEqual(outcomes(rule, `fire: [{name: a, object: ${pod}, as: ${as}}]`), ['audit passed']);
});

test('what does not hold is said', () => {
  const cases = `
fire:
  - {name: a, object: {apiVersion: v1, kind: Pod, metadata: {name: p}}}
  - {name: b, object: ${pod}, as: {user: eve}, reason: nothing like it}
silent:
  - {name: c, object: ${pod}}
`;
  const results = runCases(own('workload.hostPID'), cases, engine);
  assert.deepEqual(
    results.map(({ form, line, problem }) => `${line} ${form} ${problem}`),
    [
      '3 manifest did not fire',
      '3 audit did not fire',
      '4 audit no reason says "nothing like it": hostPID is true',
      '6 manifest fired: hostPID is true',
      '6 audit fired: hostPID is true',
    ],
  );
});

test('a rule that cannot be evaluated fails even the cases that must be silent', () => {
  const [result] = outcomes(own('workload.labels["x"] == "y"'), `silent: [{name: a, object: ${pod}}]`);
  assert.match(result ?? '', /^manifest could not be evaluated: /);
});

test('Sigma rules are given requests, and events in their order', () => {
  const rule = `${head}logsource: {product: kubernetes, service: audit}
detection: {selection: {verb: create, objectRef.resource: pods}, condition: selection}`;
  const cases = `
fire:
  - {name: a, object: ${pod}}
  - {name: b, event: {verb: create, stage: ResponseComplete, objectRef: {resource: pods}}}
  - {name: c, events: [{verb: get, stage: ResponseComplete}, {verb: create, stage: ResponseComplete, objectRef: {resource: pods}}]}
silent:
  - {name: d, event: {verb: list, stage: ResponseComplete, objectRef: {resource: pods}}}
`;
  assert.deepEqual(outcomes(rule, cases), [
    'audit passed',
    'events passed',
    'events passed',
    'events passed',
  ]);
});

test('what cannot be read is a failure with its line', () => {
  const unreadable: readonly (readonly [string, RegExp])[] = [
    ['fire: [', /^none cases\.yml:1: /],
    ['- a', /there must be lists/],
    ['fires: []', /"fires" is not a list of cases/],
    ['fire: [{object: {}}]', /a case needs a name/],
    ['fire: [{name: a}]', /either an object or events/],
    ['fire:\n  - {name: a, object: {}, event: {}}', /^none cases\.yml:2: .*either/],
    ['fire: [{name: a, objct: {}}]', /unknown key "objct"/],
    ['fire: [3]', /a case is an object/],
  ];
  for (const [cases, expected] of unreadable)
    assert.match(outcomes(own('workload.hostPID'), cases)[0] ?? '', expected, cases);
  assert.match(
    outcomes(own('workload.hostPid'), 'fire: []')[0] ?? '',
    /^none rule\.yml:9:\d+: .*did you mean "hostPID"/,
  );
});
