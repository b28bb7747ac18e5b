import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileText, lineText, matches, ruleText } from '../../../test/support/sigma-rules.ts';
import { readable, signals } from '../../../test/support/sigma-signals.ts';
import type { JsonObject } from '../../model/json.ts';
import { parseRuleFile } from '../rules/parse-rule-file.ts';
import { compileSigma } from './compile-sigma.ts';

describe('stages', () => {
  const event = { verb: 'create', stage: 'RequestReceived' };
  it('RequestReceived is passed over, as the answer follows', () => {
    assert.equal(matches(lineText('verb', 'create'), event), false);
    for (const stage of ['ResponseComplete', 'ResponseStarted', 'Panic'])
      assert.equal(matches(lineText('verb', 'create'), { verb: 'create', stage }), true);
    assert.equal(matches(lineText('verb', 'create'), { verb: 'create' }), true);
  });
  it('a rule that names the stage sees every event', () => {
    assert.equal(matches(lineText('stage', 'RequestReceived'), event), true);
    assert.equal(signals(lineText('stage', 'RequestReceived'), event).length, 1);
  });
  it('on request every rule does', () => {
    assert.equal(matches(lineText('verb', 'create'), event, { stages: 'all' }), true);
    assert.equal(signals(lineText('verb', 'create'), event, { stages: 'all' }).length, 1);
  });
});

it('bodies are not read for an event whose head rules it out', () => {
  const text = ruleText(
    'a:\n  requestObject.spec.x: y\n  verb: create\n  objectRef.namespace: n\ncondition: a',
  );
  const event: JsonObject = Object.defineProperty(
    { verb: 'create', objectRef: { namespace: 'm' } },
    'requestObject',
    {
      enumerable: true,
      get: () => assert.fail('the body was read'),
    },
  );
  assert.deepEqual(signals(text, event), []);
});

describe('rules that serve a correlation', () => {
  const rule = lineText('verb', 'create').replace('title: Test', 'title: Test\nname: base');
  const correlation = (more = '') =>
    `---\ntitle: C\ncorrelation: {type: event_count, rules: [base], timespan: 1m, group-by: [x], condition: {gte: 2}${more}}\n`;
  it('are silent unless the correlation generates', () => {
    const count = (text: string) => {
      const { detector } = compileSigma(parseRuleFile(text, 'rule.yml').documents, { pipelines: [] });
      return detector.inspect(readable({ verb: 'create' })).length;
    };
    assert.equal(count(rule), 1);
    assert.equal(count(rule + correlation()), 0);
    assert.equal(count(rule + correlation(', generate: true')), 1);
  });
});

describe('log sources', () => {
  const rule = (logsource: string) =>
    lineText('verb', 'x').replace('  product: kubernetes\n  service: audit\n', `  ${logsource}\n`);
  const rows: readonly (readonly [string, boolean])[] = [
    ['product: kubernetes', true],
    ['service: audit', true],
    ['{category: application, product: kubernetes, service: audit}', true],
    ['product: windows', false],
    ['{category: process_creation, product: windows}', false],
    ['{category: process_creation, product: linux}', true],
    ['category: file_event', true],
    ['category: registry_set', false],
    ['{product: kubernetes, service: workload}', false],
  ];
  for (const [logsource, used] of rows)
    it(logsource, () => {
      const { rules, problems } = compileText(rule(logsource));
      assert.equal(rules.length, used ? 1 : 0);
      assert.equal(
        problems.some(problem => problem.code === 'unknown-logsource'),
        !used,
      );
      assert.equal(compileText(rule(logsource), { logsources: 'any' }).rules.length, 1);
    });
});
