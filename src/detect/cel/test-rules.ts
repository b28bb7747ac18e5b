import type { JsonObject } from '../../model/json.ts';
import { parseRuleFile } from '../rules/parse-rule-file.ts';
import type { CelRule } from '../rules/rule-document.ts';

/** For tests: an own rule with this condition. */
export function celRule(condition: string, title = 'Test rule'): CelRule {
  const text = [
    `title: ${title}`,
    `id: ${idOf(title)}`,
    'status: test',
    'description: for a test',
    'level: high',
    'tags: [attack.execution, attack.t1053.007]',
    'logsource: {product: kubernetes, service: workload}',
    'cel: |',
    ...condition.split('\n').map(line => `  ${line}`),
  ].join('\n');
  const { documents, problems } = parseRuleFile(text, 'rule.yml');
  const [document] = documents;
  if (document?.type !== 'cel') throw new Error(`no own rule: ${JSON.stringify(problems)}`);
  return document;
}

function idOf(title: string): string {
  const digits = Array.from(title, character => (character.codePointAt(0) ?? 0).toString(16)).join('');
  return `00000000-0000-4000-8000-${digits.padEnd(12, '0').slice(0, 12)}`;
}

/** For tests: a CronJob whose pod has this spec. */
export function cronJobOf(podSpec: JsonObject, metadata: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'nightly', namespace: 'data', ...metadata },
    spec: { schedule: '30 2 * * *', jobTemplate: { spec: { template: { spec: podSpec } } } },
  };
}
