import { RE2JS } from 're2js';
import type { Problem } from '../../rules/problem.ts';
import type { Reporter } from '../../rules/reporter.ts';
import { createReporter } from '../../rules/reporter.ts';
import type { RulePath } from '../../rules/rule-document.ts';
import { parseYaml } from '../../rules/yaml-documents.ts';
import { positionsIn } from '../../rules/yaml-positions.ts';
import type { Pipeline, Transformation } from './pipeline.ts';
import { pipelineSchema } from './pipeline.ts';

/** Parses a processing pipeline of pySigma. Never throws; every problem is reported with its place. */
export function parsePipelineFile(
  text: string,
  file: string,
): { readonly pipelines: readonly Pipeline[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const pipelines: Pipeline[] = [];
  for (const yaml of parseYaml(text, file, problems)) {
    const report = createReporter({ file, ...positionsIn([yaml]) });
    const parsed = pipelineSchema.safeParse(yaml.value);
    if (parsed.success) checkExpressions(parsed.data, report);
    else
      for (const issue of parsed.error.issues) {
        const path = issue.path.map(step => (typeof step === 'symbol' ? '' : step));
        report.error('invalid-pipeline', `${path.join('.') || 'The pipeline'}: ${issue.message}`, { path });
      }
    problems.push(...report.problems);
    if (parsed.success && !report.hasErrors()) pipelines.push(parsed.data);
  }
  return { pipelines, problems };
}

function checkExpressions({ transformations }: Pipeline, report: Reporter): void {
  for (const [index, item] of transformations.entries())
    for (const { source, path } of expressionsOf(item)) {
      const problem = problemOf(source);
      if (problem === undefined) continue;
      const message = `"${source.slice(0, 100)}" is no expression of RE2: ${problem}`;
      report.error('invalid-expression', message, { path: ['transformations', index, ...path] });
    }
}

function expressionsOf(
  item: Transformation,
): readonly { readonly source: string; readonly path: RulePath }[] {
  const ofValues = (item.detection_item_conditions ?? []).flatMap((condition, number) =>
    condition.type === 'match_string'
      ? [{ source: condition.pattern, path: ['detection_item_conditions', number, 'pattern'] }]
      : [],
  );
  const ofFields = (item.field_name_conditions ?? []).flatMap((condition, number) =>
    condition.mode === 're'
      ? condition.fields.map(source => ({ source, path: ['field_name_conditions', number, 'fields'] }))
      : [],
  );
  const own = item.type === 'replace_string' ? [{ source: item.regex, path: ['regex'] }] : [];
  return [...own, ...ofValues, ...ofFields];
}

function problemOf(source: string): string | undefined {
  try {
    RE2JS.compile(source);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 200) : 'unknown error';
  }
}
