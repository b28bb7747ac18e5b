import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { parseRuleFile } from '../../src/detect/rules/parse-rule-file.ts';
import { compileSigmaRules } from '../../src/detect/sigma/compile-rules.ts';
import type { Answer, OracleCase, OracleInput } from './cases.ts';

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
  const folder = mkdtempSync(join(tmpdir(), 'oracle-'));
  const file = join(folder, 'input.json');
  try {
    writeFileSync(file, JSON.stringify(input));
    const program = join(import.meta.dirname, 'evaluate.py');
    const { status, stdout, stderr } = spawnSync(python, [program, file], {
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    });
    if (status !== 0) throw new Error(`the oracle failed: ${stderr.slice(-2000)}`);
    return stdout
      .trimEnd()
      .split('\n')
      .map(line => oracleAnswer.parse(JSON.parse(line)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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

function compile({ rules: text, placeholders = {} }: OracleCase) {
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
