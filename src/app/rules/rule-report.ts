import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { CaseResult, RuleEngine } from '../../detect/rule-cases.ts';
import type { Problem } from '../../detect/rules/problem.ts';
import type { RuleDocument, SigmaRule } from '../../detect/rules/rule-document.ts';
import { compileDetectors } from '../detectors.ts';
import { parts } from '../parts.ts';
import { loadPipelines } from './pipelines.ts';
import { findRuleFiles, loadRules, shortPath } from './rule-files.ts';

/** Every problem that a rule's author should know: what cannot be parsed or compiled, and what the lint finds. */
export async function lintRules(
  names: readonly string[],
  pipelineNames: readonly string[],
): Promise<readonly Problem[]> {
  const { problems, documents } = await compileDetectors({
    rules: names,
    pipelines: pipelineNames,
    sigma: true,
    correlation: true,
    cel: true,
    anomaly: false,
  });
  const lint = await import('../../detect/sigma/lint/lint-rule.ts');
  const { pipelines } = await loadPipelines(pipelineNames);
  const found = [...problems, ...lint.lintRules(documents, { pipelines })];
  // The lint repeats what compiling found, as it can be used without.
  const unique = new Map(found.map(problem => [JSON.stringify(problem), problem]));
  return [...unique.values()].toSorted(byPlace);
}

export interface TestedRule {
  readonly file: string;
  readonly title: string;
  readonly results: readonly CaseResult[];
}

/** Runs the `cases.yml` beside each rule file; rules without cases are left out. */
export async function testRules(names: readonly string[]): Promise<readonly TestedRule[]> {
  const { runCases } = await import('../../detect/rule-cases.ts');
  const engine = await ruleEngine();
  const tested: TestedRule[] = [];
  for (const file of names.flatMap(findRuleFiles)) {
    const cases = join(dirname(file), 'cases.yml');
    if (!/^rule\.ya?ml$/.test(basename(file)) || !existsSync(cases)) continue;
    const text = readFileSync(file, 'utf8');
    const title = /^title:\s*(.*)$/m.exec(text)?.[1] ?? shortPath(file);
    tested.push({
      file: shortPath(file),
      title,
      results: runCases(text, readFileSync(cases, 'utf8'), engine),
    });
  }
  return tested;
}

/** Both engines, with the shipped pipelines, as `scan` has them. */
export async function ruleEngine(): Promise<RuleEngine> {
  const [compileSigma, compileCel] = [await parts.detectors.sigma(), await parts.detectors.cel()];
  const { pipelines } = await loadPipelines([]);
  return documents => {
    const sigma = compileSigma(documents, { pipelines });
    const cel = compileCel(documents);
    return {
      detectors: [sigma.detector, cel.detector],
      problems: [...sigma.problems, ...cel.problems],
      failures: () => cel.detector.failures().map(({ title, message }) => `${title}: ${message}`),
    };
  };
}

export { loadRules };

/** What the field mappings do to a Sigma rule, a line for each field that they change: `hostPath -> requestObject.spec... (pipeline)`. */
export async function effectOfPipelines(
  document: RuleDocument,
  pipelineNames: readonly string[],
): Promise<readonly string[]> {
  if (document.type !== 'sigma') return [];
  const { pipelines } = await loadPipelines(pipelineNames);
  const [mapped, written] = [await compiled(document, pipelines), await compiled(document, [])];
  if (mapped === undefined) return [];
  const { itemsOf } = await import('../../detect/sigma/rule/items.ts');
  const lines = itemsOf(mapped.detection)
    .filter(({ fields, writtenField }) => fields.join() !== writtenField && writtenField !== '')
    .map(
      ({ writtenField, fields, mappedBy }) =>
        `${writtenField} -> ${fields.join(' or ')} (${mappedBy ?? 'added'})`,
    );
  const { logsource } = mapped;
  const changed = written !== undefined && JSON.stringify(logsource) !== JSON.stringify(written.logsource);
  return [
    ...new Set([...lines, ...(changed ? [`logsource -> ${Object.values(logsource).join(' ').trim()}`] : [])]),
  ];
}

async function compiled(
  document: SigmaRule,
  pipelines: Awaited<ReturnType<typeof loadPipelines>>['pipelines'],
) {
  const compileSigma = await parts.detectors.sigma();
  return compileSigma([document], { pipelines, logsources: 'any' }).rules.at(0);
}

function byPlace(a: Problem, b: Problem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
