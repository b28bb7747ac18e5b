import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { watchbill } from '../../cli/run-watchbill.ts';

/** A finding of `scan -o ndjson`, as far as the suite reads it. */
export interface Finding {
  readonly type: string;
  readonly severity: string;
  readonly title: string;
  readonly detector: { readonly id: string };
  readonly workload: { readonly namespace: string; readonly kind: string; readonly name: string };
}

/** What the real program finds in a log. */
export function scan(log: string): readonly Finding[] {
  const { code, out, err } = watchbill(['scan', log, '-o', 'ndjson']);
  assert.ok(code === 0 || code === 1, err);
  return out.split('\n').flatMap(line => {
    if (line === '') return [];
    const parsed: Finding = JSON.parse(line);
    return parsed.type === 'finding' ? [parsed] : [];
  });
}

export const isLoud = ({ severity }: Finding): boolean => ['medium', 'high', 'critical'].includes(severity);

export const short = ({ title, severity, workload }: Finding): string =>
  `${severity}: ${title} (${workload.kind} ${workload.name})`;

/** The id of the rule in a folder of `rules/`; none where there is no such rule. */
export function ruleId(folder: string): readonly string[] {
  const file = join(import.meta.dirname, '../../../rules', folder, 'rule.yml');
  if (!existsSync(file)) return [];
  const rule: { readonly id: string } = parse(readFileSync(file, 'utf8'));
  return [rule.id];
}
