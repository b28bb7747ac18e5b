import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pipelines } from '../../../../test/support/shipped-rules.ts';
import { lineText, ruleText } from '../../../../test/support/sigma-rules.ts';
import { parseRuleFile } from '../../rules/parse-rule-file.ts';
import { lintRules } from './lint-rule.ts';

describe('the lint', () => {
  const lint = (detection: string, more = '') => {
    const { documents } = parseRuleFile(ruleText(detection, more), 'rule.yml');
    return lintRules(documents, { pipelines: [] }).map(
      ({ severity, code, line, column }) => `${severity} ${code} ${line}:${column}`,
    );
  };
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['a: {verb: create}\ncondition: a', []],
    ['a: {verb: create}\nb: {verb: get}\ncondition: a', ['warning unused-selection 9:3']],
    ['a: {verb: replace}\ncondition: a', ['error never-matches 8:7']],
    ['a: {verb: [create, apply]}\ncondition: a', ['warning impossible-value 8:22']],
    ['a: {objectRef.rsource: pods}\ncondition: a', ['error never-matches 8:7']],
    ['a: {verb: get}\nb: {hostPath: x}\ncondition: a or b', ['warning impossible-field 9:7']],
    ['a: {verb: get}\nb: {hostPath: x}\ncondition: a and not b', ['warning impossible-field 9:7']],
    ['a: {verb: get}\nb: {verb: {x: y}}\ncondition: a', ['error wrong-type 9:13']],
    ['a: {hostPath: null}\ncondition: a', ['warning impossible-field 8:7']],
    ['a: {stage: Finished}\ncondition: not a', ['warning impossible-value 8:14']],
    ['a: {verb|exists: false}\nb: {level: All}\ncondition: 1 of a* and b', ['error never-matches 9:7']],
    ['a: {responseStatus.code: Forbidden}\ncondition: a', ['error never-matches 8:7']],
    ["a: {responseStatus.code: '403'}\ncondition: a", []],
    ['a: {responseStatus.code|gte: 400}\ncondition: a', []],
    ["a: {responseStatus.code|startswith: '4'}\ncondition: a", []],
    ["a: {objectRef.apiGroup: ''}\ncondition: a", ['error never-matches 8:7']],
    ['a: {objectRef.resource: pods/exec}\ncondition: a', ['error never-matches 8:7']],
    ['a: {requestObject.spec.anything: x, annotations.any.key/x: y, user.extra.z: w}\ncondition: a', []],
    ['a: {user: alice}\ncondition: a', ['error never-matches 8:7']],
    ['a: {sourceIPs.0: x, responseStatus.reason: Forbidden}\ncondition: a', []],
    ["a: {verb: '*'}\ncondition: a", ['warning wildcard-only 8:13']],
    ["a: {userAgent: '*x*'}\ncondition: a", ['warning star-for-modifier 8:18']],
    ['a: {userAgent|re: .*curl.*}\ncondition: a', ['warning plain-expression 8:21']],
    ["a: {userAgent|re: '^curl'}\ncondition: a", []],
    ['a: {userAgent|contains|all: x}\ncondition: a', ['warning all-of-one 8:7']],
    ['a: {userAgent: [x, null]}\ncondition: a', ['warning null-in-list 8:7']],
    ['a: {userAgent|contains|endswith: x}\ncondition: a', ['warning modifiers-repeat 8:7']],
    ['a: {userAgent: [x, X]}\ncondition: a', ['warning repeated-value 8:7']],
    ['a: {userAgent|base64: xyz}\ncondition: a', ['warning base64-whole 8:7']],
    ['a: {requestReceivedTimestamp|hour: 25}\ncondition: a', ['warning impossible-value 8:38']],
    ['a: {verb: get}\nb: {verb: list}\ncondition: 1 of them', ['warning of-them 10:14']],
  ];
  for (const [detection, expected] of rows)
    it(detection.replaceAll('\n', ' '), () => assert.deepEqual(lint(detection), expected));

  it('metadata and what only shows among rules', () => {
    const bare = 'title: T\nlogsource: {product: windows}\ndetection: {a: {b: c}, condition: a}\n';
    const codes = (text: string) =>
      lintRules(parseRuleFile(text, 'r.yml').documents, { pipelines }).map(problem => problem.code);
    assert.deepEqual(codes(bare), ['missing-id', 'missing-level', 'unknown-logsource']);
    const rule = lineText('verb', 'get');
    assert.deepEqual(codes(`${rule}---\n${rule}`), ['duplicate-id']);
    assert.deepEqual(codes(rule.replace('level: low', 'level: low\nstatus: deprecated')), [
      'status-deprecated',
    ]);
  });
});
