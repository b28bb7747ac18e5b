import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { JsonObject } from '../../src/model/json.ts';
import { isObject } from '../../src/model/json.ts';
import { askEngine, askOracle } from './ask.ts';
import type { Answer, OracleInput } from './cases.ts';
import type { Comparison } from './compare.ts';
import { compareAnswers } from './compare.ts';
import type { Outcome } from './differences.ts';
import { differencesInput, readDifferences } from './differences.ts';
import { generateInput } from './generate.ts';
import { findPysigma } from './pysigma.ts';
import { writtenInput } from './written-cases.ts';

/** More rules from other seeds: ORACLE_RULES=20000 ORACLE_SEED=7 node --test test/oracle/oracle.test.ts */
const ruleCount = Number(process.env['ORACLE_RULES'] ?? 1000);
const seed = Number(process.env['ORACLE_SEED'] ?? 1);

const root = join(import.meta.dirname, '../..');
const found = findPysigma();
const skip = 'missing' in found && process.env['CI'] !== 'true' ? found.missing : false;

function compare(input: OracleInput): Comparison {
  if ('missing' in found) throw new Error(found.missing);
  return compareAnswers(input, askEngine(input), askOracle(found.python, input));
}

function assertSame(comparison: Comparison, input: OracleInput): void {
  const first = comparison.differences.slice(0, 5).map(({ id, text }) => {
    const [, number] = /^event (\d+)/.exec(text) ?? [];
    const event = number === undefined ? '' : `\nevent ${JSON.stringify(input.events[Number(number)])}`;
    return `${id}: ${text}\n${input.cases.find(each => each.id === id)?.rules}${event}`;
  });
  assert.equal(comparison.differences.length, 0, `answers differ:\n${first.join('\n')}`);
}

/** SigmaHQ's rules, one case each. */
function communityCases() {
  const folder = join(root, 'rules/community/sigmahq');
  const files = globSync('rules/**/*.yml', { cwd: folder }).toSorted();
  assert.equal(files.length, 16);
  return files.map(file => ({ id: file, rules: readFileSync(join(folder, file), 'utf8') }));
}

const jsonLines = (text: string): readonly JsonObject[] =>
  text
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => {
      const event: unknown = JSON.parse(line);
      return isObject(event) ? event : {};
    });

test("SigmaHQ's rules on the recording", { skip }, () => {
  const recording = gunzipSync(readFileSync(join(root, 'recordings/harbor/audit.log.gz'))).toString();
  const input = { events: jsonLines(recording), cases: communityCases() };
  const comparison = compare(input);
  assertSame(comparison, input);
  assert.equal(comparison.pairs, 16 * 5025);
  assert.ok(comparison.matches > 300, 'rules match');
  assert.ok(comparison.sqlPairs > 70_000, 'SQL was asked');
});

test("SigmaHQ's rules on old events", { skip }, () => {
  const folder = join(import.meta.dirname, 'samples/falcosecurity+falco');
  const events = globSync('*.json', { cwd: folder })
    .toSorted()
    .flatMap(file => jsonLines(readFileSync(join(folder, file), 'utf8')));
  const input = { events, cases: communityCases() };
  const comparison = compare(input);
  assertSame(comparison, input);
  assert.equal(events.length, 7);
  assert.ok(comparison.matches >= 2, 'rules match');
});

test('rules written by hand', { skip }, () => {
  const input = writtenInput();
  const comparison = compare(input);
  assertSame(comparison, input);
  assert.ok(comparison.matches > 350 && comparison.refused > 30, JSON.stringify(comparison));
});

test(`${ruleCount} generated rules on generated events`, { skip }, () => {
  const input = generateInput(seed, ruleCount);
  const comparison = compare(input);
  assertSame(comparison, input);
  // The generator is worth its time only if most rules are right, many match, and SQL has a say.
  assert.ok(comparison.pairs > ruleCount * 7, JSON.stringify(comparison));
  assert.ok(comparison.matches > comparison.pairs / 5, JSON.stringify(comparison));
  assert.ok(comparison.sqlPairs > comparison.pairs / 6, JSON.stringify(comparison));
  assert.ok(comparison.refused < ruleCount / 8, JSON.stringify(comparison));
});

test('every listed difference is still one, and is as it says', { skip }, () => {
  if ('missing' in found) throw new Error(found.missing);
  const list = readDifferences();
  const input = differencesInput(list);
  const [ours, theirs] = [askEngine(input), askOracle(found.python, input)];
  assert.ok(list.length > 10);
  for (const [index, { id, watchbill, pysigma }] of list.entries()) {
    assert.notEqual(watchbill, pysigma, id);
    assert.equal(outcomeOf(ours[index]), watchbill, `${id}: Watchbill`);
    assert.equal(outcomeOf(theirs[index]), pysigma, `${id}: pySigma`);
  }
});

function outcomeOf(answer: Answer | undefined): Outcome {
  if (answer === undefined || 'error' in answer) return 'refuses';
  return answer.rules.some(({ matches }) => matches.includes(true)) ? 'matches' : 'does not match';
}

test('the comparison notices one wrong answer, by either way of judging, and one wrong refusal', () => {
  const input = { events: [{}, {}], cases: [{ id: 'a', rules: '' }] };
  const answer = (matches: readonly boolean[], sql: readonly (boolean | null)[]): readonly Answer[] => [
    { id: 'a', rules: [{ matches, sql }] },
  ];
  const ours = answer([true, false], []);
  const differences = (theirs: readonly Answer[]) => compareAnswers(input, ours, theirs).differences.length;
  assert.equal(differences(answer([true, false], [true, null])), 0);
  assert.equal(differences(answer([true, true], [null, null])), 1);
  assert.equal(differences(answer([true, false], [null, true])), 1);
  assert.equal(differences([{ id: 'a', error: 'no' }]), 1);
  assert.equal(differences([{ id: 'a', rules: [] }]), 1);
});

test('the same seed makes the same rules and events', () => {
  assert.deepEqual(generateInput(3, 20), generateInput(3, 20));
  assert.notDeepEqual(generateInput(3, 20), generateInput(4, 20));
});
