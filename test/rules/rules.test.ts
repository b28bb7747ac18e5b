import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, it } from 'node:test';
import { compileCel } from '../../src/detect/cel/compile-cel.ts';
import type { CaseResult, RuleEngine } from '../../src/detect/rule-cases.ts';
import { runCases } from '../../src/detect/rule-cases.ts';
import { parseRuleFile } from '../../src/detect/rules/parse-rule-file.ts';
import type { RuleDocument } from '../../src/detect/rules/rule-document.ts';
import { compileSigma } from '../../src/detect/sigma/compile-sigma.ts';

const root = join(import.meta.dirname, '../../rules');
const folders = globSync('**/rule.yml', { cwd: root, exclude: ['community/**'] })
  .map(dirname)
  .toSorted();

const engine: RuleEngine = documents => {
  const sigma = compileSigma(documents, { pipelines: [] });
  const cel = compileCel(documents);
  return {
    detectors: [sigma.detector, cel.detector],
    problems: [...sigma.problems, ...cel.problems],
    failures: () => cel.detector.failures().map(({ message }) => message),
  };
};

/** The rule with its condition replaced: what its cases must notice. */
function mutant(condition: 'true' | 'false'): RuleEngine {
  const verb =
    condition === 'true'
      ? [{ 'verb|exists': true }, { 'SourceFormat|exists': true }]
      : { verb: 'no such verb' };
  const replace = (document: RuleDocument): RuleDocument => {
    if (document.type === 'cel') return { ...document, cel: `${condition} || size(change.verb) < 0` };
    return document.type === 'sigma' ? { ...document, detection: { verb, condition: 'verb' } } : document;
  };
  return documents => engine(documents.map(replace));
}

const read = (folder: string, file: string) => readFileSync(join(root, folder, file), 'utf8');
const failed = (results: readonly CaseResult[]) => results.filter(({ passed }) => !passed);
const lineOf = ({ line, expected, form, name, problem }: CaseResult) =>
  `cases.yml:${line} ${expected} (${form}) "${name}": ${problem}`;

for (const folder of folders) {
  describe(`rule ${relative('.', folder)}`, () => {
    it('is complete', () => {
      for (const file of ['cases.yml', 'README.md'])
        assert.ok(existsSync(join(root, folder, file)), `no ${file}`);
      const { documents, problems } = parseRuleFile(read(folder, 'rule.yml'), 'rule.yml');
      assert.deepEqual(problems, []);
      for (const { metadata } of documents) {
        assert.notEqual(metadata.description, '', 'no description');
        assert.ok(metadata.evidence.length > 0, 'does not say what evidence it needs');
        assert.ok(metadata.blindspots.length > 0, 'does not say what it cannot see');
        assert.ok(metadata.falsepositives.length > 0, 'does not say when it is wrong');
        assert.ok(metadata.response.length > 0, 'does not say what to do');
      }
    });

    it('fires and stays silent as its cases say', () => {
      const results = runCases(read(folder, 'rule.yml'), read(folder, 'cases.yml'), engine);
      assert.deepEqual(failed(results).map(lineOf), []);
      for (const expected of ['fire', 'silent'] as const) {
        const names = new Set(results.filter(each => each.expected === expected).map(({ name }) => name));
        assert.ok(
          names.size >= 2,
          `fewer than two cases that must ${expected === 'fire' ? 'fire' : 'stay silent'}`,
        );
      }
    });

    it('has cases that notice a rule that always or never fires', () => {
      const always = failed(runCases(read(folder, 'rule.yml'), read(folder, 'cases.yml'), mutant('true')));
      assert.ok(
        always.some(({ expected }) => expected === 'silent'),
        'no silent case notices `true`',
      );
      const never = failed(runCases(read(folder, 'rule.yml'), read(folder, 'cases.yml'), mutant('false')));
      assert.ok(
        never.some(({ expected }) => expected === 'fire'),
        'no case that must fire notices `false`',
      );
    });
  });
}

it('there are rules', () => {
  assert.ok(folders.length > 0);
});
