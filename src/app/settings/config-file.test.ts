import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseConfig } from './config-file.ts';
import { readEnvironment } from './read-environment.ts';
import { readSettings } from './read-settings.ts';
import { environmentName, settings } from './settings.ts';

describe('the configuration file', () => {
  it('gives values as text, whatever their type', () => {
    const { values, problems } = parseConfig(
      'output: [table, json=out.json]\nstrict: true\nmax-record-bytes: 1000\nfail-on: high\n',
      'w.yaml',
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(Object.fromEntries(values), {
      output: ['table', 'json=out.json'],
      strict: ['true'],
      'max-record-bytes': ['1000'],
      'fail-on': ['high'],
    });
  });

  it('keys that are no settings, even those that every object has', () => {
    for (const key of ['constructor', '__proto__', 'toString', 'Fail-On', 'since'])
      assert.equal(parseConfig(`"${key}": high\n`, 'w.yaml').problems.length, 1, key);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), text => void parseConfig(text, 'w.yaml')));
    const value = fc.oneof(
      fc.string(),
      fc.boolean(),
      fc.integer(),
      fc.constant(null),
      fc.array(fc.string()),
      fc.object(),
    );
    fc.assert(
      fc.property(fc.constantFrom(...settings.map(({ key }) => key)), value, (key, each) => {
        const { values } = parseConfig(JSON.stringify({ [key]: each }), 'w.yaml');
        readSettings(values, 0);
      }),
    );
  });

  it('holds nothing that a run would then refuse, but for what only a run knows', () => {
    const { values } = parseConfig(
      'format: eks\nseverity: low\nfail-on: never\nquiet: false\nprogress: false\ncolor: true\n',
      'w.yaml',
    );
    const read = readSettings(values, 0);
    assert.ok(read.ok);
    const { format, severity, failOn, quiet, progress, color } = read.value;
    assert.deepEqual(
      [format, severity, failOn, quiet, progress, color],
      ['eks', 'low', 'never', false, false, true],
    );
  });
});

describe('the environment', () => {
  it('has a variable for every setting', () => {
    for (const { key, type, choices } of settings) {
      const value = type === 'switch' ? 'true' : (choices?.[0] ?? '1');
      assert.deepEqual(readEnvironment({ [environmentName(key)]: value }).values.get(key), [value]);
    }
  });

  it('negations turn switches off, and what is neither yes nor no is wrong', () => {
    assert.deepEqual(readEnvironment({ WATCHBILL_NO_CEL: 'yes' }).values.get('cel'), ['false']);
    assert.deepEqual(readEnvironment({ WATCHBILL_NO_CEL: '0' }).values.get('cel'), ['true']);
    assert.deepEqual(readEnvironment({ WATCHBILL_QUIET: 'very' }).wrong, ['WATCHBILL_QUIET']);
  });

  it('an empty variable is none, and other variables are not ours', () => {
    const { values, wrong } = readEnvironment({
      WATCHBILL_FAIL_ON: '',
      WATCHBILL_NODE: '/node',
      PATH: '/bin',
    });
    assert.deepEqual([values.size, wrong], [0, []]);
  });
});

describe('defaults', () => {
  it('report everything, fail on anything, use the shipped rules', () => {
    const read = readSettings(new Map(), 0);
    assert.ok(read.ok);
    assert.deepEqual(read.value, {
      outputs: [{ format: 'table' }],
      range: {},
      cluster: '',
      rules: ['watchbill'],
      pipelines: [],
      severity: 'informational',
      failOn: 'informational',
      follow: false,
      silence: false,
      anomalyWithout: [],
      strict: false,
      sigma: true,
      correlation: true,
      cel: true,
      anomaly: true,
      maxIncidentsPerDay: 1,
      expectations: { namespaces: [], repositories: [], window: undefined, commands: [] },
      quiet: false,
      progress: true,
      color: undefined,
    });
  });

  it('score changes beside the shipped rules, or where there is a history to compare with', () => {
    const cases: readonly (readonly [{ readonly [key: string]: string }, boolean])[] = [
      [{}, true],
      [{ rules: 'mine/' }, false],
      [{ rules: 'community' }, false],
      [{ rules: 'watchbill' }, true],
      [{ rules: 'mine/', anomaly: 'true' }, true],
      [{ rules: 'mine/', baseline: 'usual.ndjson' }, true],
      [{ rules: 'mine/', 'learn-until': '2026-11-23T00:00:00Z' }, true],
      [{ rules: 'mine/', baseline: 'usual.ndjson', anomaly: 'false' }, false],
      [{ anomaly: 'false' }, false],
    ];
    for (const [given, scores] of cases) {
      const read = readSettings(new Map(Object.entries(given).map(([key, value]) => [key, [value]])), 0);
      assert.ok(read.ok);
      assert.equal(read.value.anomaly, scores, JSON.stringify(given));
    }
  });
});
