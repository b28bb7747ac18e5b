import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import type { Found } from '../../test/support/found.ts';
import { emptyFound, print, sampleFound } from '../../test/support/found.ts';
import type { Json } from '../model/json.ts';
import { fieldOf, isObject, listAt, numberAt, objectAt, stringAt } from '../model/json.ts';
import { sarifPrinter } from './sarif.ts';
import { sarifMessage, sarifUri } from './sarif-text.ts';

const schemaFile = new URL('../../test/fixtures/sarif/sarif-schema-2.1.0-rtm.5.json', import.meta.url);
const rule = {
  id: 'rule-download',
  title: 'Downloads',
  description: 'Two lines\nof {description} with [a link](https://evil.example)',
  references: ['not a URL', 'https://docs.example/rule'],
  tags: [],
  falsepositives: ['An installer'],
  blindspots: ['Anything at Metadata'],
  response: ['Suspend it'],
};

function sarif(found: Found): Json {
  let text = '';
  const describe = (id: string) => (id === rule.id ? rule : undefined);
  const options = { color: false, width: 80, version: '1.2.3', now: '2026-11-24T00:00:00Z', describe };
  print(
    found,
    sarifPrinter(options, part => {
      text += part;
    }),
  );
  const value: Json = JSON.parse(text);
  return value;
}

/** The schema is of draft 4, which differs from what Ajv takes in its `id` alone, as far as this one goes. */
function validator() {
  const schema: unknown = JSON.parse(readFileSync(schemaFile, 'utf8'));
  assert.ok(isObject(schema));
  const { id: _, $schema: __, ...rest } = schema;
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  formats.default(ajv);
  return ajv.compile(rest);
}

const validate = validator();
const found = sampleFound();
const run = listAt(sarif(found), 'runs')[0];
const results = listAt(run, 'results');
const rules = listAt(objectAt(objectAt(run, 'tool'), 'driver'), 'rules');

describe('the official schema', () => {
  for (const [name, model] of [
    ['findings with hostile texts', found],
    ['nothing', emptyFound],
  ] as const) {
    test(`takes ${name}`, () => {
      assert.ok(validate(sarif(model)), JSON.stringify(validate.errors?.slice(0, 3)));
    });
  }

  test('refuses what is no SARIF, so that the test means something', () => {
    assert.equal(validate({ version: '2.1.0', runs: [{ results: [{ message: 'text' }] }] }), false);
  });
});

test('every result names its rule by id and index', () => {
  assert.ok(results.length > 20);
  for (const result of results) {
    const index = numberAt(result, 'ruleIndex') ?? -1;
    assert.equal(stringAt(rules[index], 'id'), stringAt(result, 'ruleId'));
  }
  const ids = rules.map(one => stringAt(one, 'id'));
  assert.equal(new Set(ids).size, ids.length);
});

test('a result says where, how bad, and what it was the last time', () => {
  const [first] = results;
  assert.deepEqual(listAt(first, 'locations')[0], {
    physicalLocation: { artifactLocation: { uri: 'audit.log' }, region: { startLine: 12 } },
    logicalLocations: [
      { name: 'nightly-report', fullyQualifiedName: 'data/CronJob/nightly-report', kind: 'resource' },
    ],
  });
  assert.equal(stringAt(first, 'level'), 'error');
  assert.deepEqual(fieldOf(first, 'partialFingerprints'), { 'watchbillFinding/v1': found.findings[0]?.id });
});

test('a rule brings its help, its tactics and techniques, and a score for GitHub', () => {
  const [first] = rules;
  assert.equal(
    stringAt(objectAt(first, 'help'), 'text'),
    'Two lines\nof {{description}} with [a link] (https://evil.example)\n\nWhat to do: Suspend it\n\nKnown false alarms: An installer\n\nWhat it cannot see: Anything at Metadata',
  );
  assert.match(stringAt(objectAt(first, 'help'), 'markdown') ?? '', /\*\*What to do\*\*\n\n- Suspend it/);
  assert.equal(stringAt(first, 'helpUri'), 'https://docs.example/rule');
  assert.deepEqual(fieldOf(first, 'properties'), {
    tags: ['security', 'attack.execution', 'attack.persistence', 'attack.t1053.007'],
    'security-severity': '8.0',
  });
  assert.deepEqual(listAt(listAt(run, 'taxonomies')[0], 'taxa'), [
    { id: 'T1053.007', helpUri: 'https://attack.mitre.org/techniques/T1053/007/' },
  ]);
});

test('what was refused, not seen or suppressed is a notification', () => {
  const [invocation] = listAt(run, 'invocations');
  assert.equal(fieldOf(invocation, 'executionSuccessful'), true);
  assert.equal(stringAt(invocation, 'endTimeUtc'), '2026-11-24T00:00:00.000Z');
  const notifications = listAt(invocation, 'toolExecutionNotifications');
  assert.deepEqual(
    notifications.map(one => [
      stringAt(one, 'level'),
      stringAt(objectAt(one, 'descriptor'), 'id')?.slice(0, 20),
    ]),
    [
      ['warning', 'refused/not-json'],
      ['note', 'blind'],
      ['note', 'blind'],
      ['note', 'suppression/backup'],
      ['warning', 'suppression/| cell |'],
    ],
  );
});

test('a run that read nothing, or could not read something, was not successful', () => {
  const unreadable = { reason: 'unreadable', count: 1, examples: [] } as const;
  const second = { ...found, summary: { ...found.summary, refusals: [unreadable] } };
  for (const model of [emptyFound, second]) {
    const [invocation] = listAt(listAt(sarif(model), 'runs')[0], 'invocations');
    assert.equal(fieldOf(invocation, 'executionSuccessful'), false);
  }
});

describe('a file is a URI', () => {
  const table = [
    ['audit.log', 'audit.log'],
    ['logs/a b.log', 'logs/a%20b.log'],
    ['/var/log/audit.log', 'file:///var/log/audit.log'],
    ['../x/#1?.log', '../x/%231%3F.log'],
    ['c:evil', 'c%3Aevil'],
    ['javascript:alert(1)', 'javascript%3Aalert(1)'],
    ['-', 'stdin'],
    ['\ud800', '%EF%BF%BD'],
  ] as const;
  for (const [file, expected] of table) {
    test(JSON.stringify(file), () => {
      assert.equal(sarifUri(file), expected);
    });
  }
});

test('a message has no placeholder and no link of a log', () => {
  assert.equal(sarifMessage('{0} [a](b) \u001b').text, '{{0}} [a] (b) \\u001b');
  assert.equal(sarifMessage('').text, '-');
});
