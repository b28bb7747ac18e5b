import type { Problem } from '../rules/problem.ts';
import type { RuleDocument } from '../rules/rule-document.ts';
import type { CelDetector } from './cel-detector.ts';
import { createCelDetector } from './cel-detector.ts';
import type { CompiledRule } from './compile-rule.ts';
import { compileRule } from './compile-rule.ts';

/** Own rules as one detector; a rule with errors is left out and its problems are given. Other kinds are passed over. */
export function compileCel(
  documents: readonly RuleDocument[],
  /** What it remembers will be kept across restarts. */
  { durable = false } = {},
): {
  readonly detector: CelDetector;
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const rules: CompiledRule[] = [];
  for (const document of documents) {
    if (document.type !== 'cel') continue;
    const { compiled, problems: found } = compileRule(document);
    problems.push(...found);
    if (compiled !== undefined) rules.push(compiled);
  }
  return { detector: createCelDetector(rules, durable), problems };
}
