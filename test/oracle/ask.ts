import { z } from 'zod';
import { parseRuleFile } from '../../src/detect/rules/parse-rule-file.ts';
import { compileSigmaRules } from '../../src/detect/sigma/compile-rules.ts';
import type { Answer, OracleCase, OracleInput } from './cases.ts';
import { runPython } from './run-python.ts';

const ruleAnswer = z.object({
  matches: z.array(z.boolean()),
  sql: z.array(z.boolean().nullable()),
  sqlError: z.string().optional(),
});
const oracleAnswer = z.union([
  z.object({ id: z.string(), error: z.string() }),
  z.object({ id: z.string(), rules: z.array(ruleAnswer) }),
]);

/** What pySigma says. */
export function askOracle(python: string, input: OracleInput): readonly z.infer<typeof oracleAnswer>[] {
  return runPython(python, 'evaluate.py', input).map(answer => oracleAnswer.parse(answer));
}

/** What Watchbill says. */
export function askEngine({ events, cases }: OracleInput): readonly Answer[] {
  const all = events.map((_, index) => index);
  return cases.map(each => {
    const compiled = compile(each);
    if ('error' in compiled) return { id: each.id, error: compiled.error };
    const rules = compiled.rules.map(rule => ({
      matches: (each.events ?? all).map(number => rule.matches(events[number] ?? {})),
    }));
    return { id: each.id, rules };
  });
}

/** The rules of a case, compiled; or why not. */
export function compile({ rules: text, placeholders = {} }: OracleCase) {
  const { documents, problems } = parseRuleFile(text, 'rules.yml');
  const compiled = compileSigmaRules(documents, {
    pipelines: [],
    placeholders,
    stages: 'all',
    logsources: 'any',
  });
  const wrong = [...problems, ...compiled.problems].find(({ severity }) => severity === 'error');
  return wrong === undefined ? { rules: compiled.rules } : { error: `${wrong.code}: ${wrong.message}` };
}
