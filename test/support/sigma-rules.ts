import { parseRuleFile } from '../../src/detect/rules/parse-rule-file.ts';
import type { Problem } from '../../src/detect/rules/problem.ts';
import type { RuleDocument } from '../../src/detect/rules/rule-document.ts';
import type { CompiledRule } from '../../src/detect/sigma/compile-rules.ts';
import { compileSigmaRules } from '../../src/detect/sigma/compile-rules.ts';
import type { SigmaOptions } from '../../src/detect/sigma/options.ts';
import type { JsonObject } from '../../src/model/json.ts';

/** For tests: a rule around a `detection` section, as YAML. */
export function ruleText(detection: string, more = ''): string {
  const indented = detection
    .trim()
    .split('\n')
    .map(line => `  ${line}`)
    .join('\n');
  return `title: Test\nid: 00000000-0000-4000-8000-000000000001\nlevel: low\nlogsource:\n  product: kubernetes\n  service: audit\n${more}detection:\n${indented}\n`;
}

/** For tests: a detection with one selection and one line. */
export function lineText(key: string, value: unknown): string {
  return ruleText(`selection:\n  ${JSON.stringify(key)}: ${JSON.stringify(value)}\ncondition: selection`);
}

export interface Compilation {
  readonly documents: readonly RuleDocument[];
  readonly rules: readonly CompiledRule[];
  readonly problems: readonly Problem[];
}

export function compileText(text: string, options: Partial<SigmaOptions> = {}): Compilation {
  const { documents, problems } = parseRuleFile(text, 'rule.yml');
  const compiled = compileSigmaRules(documents, { pipelines: [], ...options });
  return { documents, rules: compiled.rules, problems: [...problems, ...compiled.problems] };
}

/** Does the only rule of the text match? Throws where it has errors: a test then shows them. */
export function matches(text: string, event: JsonObject, options: Partial<SigmaOptions> = {}): boolean {
  const { rules, problems } = compileText(text, options);
  const [rule] = rules;
  if (rule === undefined)
    throw new Error(problems.map(problem => `${problem.line}: ${problem.message}`).join('\n'));
  return rule.matches(event);
}

/** Codes and places of the problems: `invalid-modifier 9:11`. */
export function problemsOf(text: string, options: Partial<SigmaOptions> = {}): readonly string[] {
  return compileText(text, options).problems.map(({ code, line, column }) => `${code} ${line}:${column}`);
}
