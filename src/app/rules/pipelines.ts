import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Problem } from '../../detect/rules/problem.ts';
import type { Pipeline } from '../../detect/sigma/pipeline/pipeline.ts';
import { installation } from '../root.ts';
import { fileProblem, shortPath } from './rule-files.ts';

export interface LoadedPipelines {
  readonly pipelines: readonly Pipeline[];
  readonly problems: readonly Problem[];
}

/**
 * Field-mapping pipelines: all that come with Watchbill if none is named; `none` for rules exactly as written; else shipped
 * ones by name, or files.
 */
export async function loadPipelines(names: readonly string[]): Promise<LoadedPipelines> {
  const files = names.length === 0 ? shippedPipelines() : names.flatMap(fileOf);
  if (files.length === 0) return { pipelines: [], problems: [] };
  const { parsePipelineFile } = await import('../../detect/sigma/pipeline/parse-pipeline-file.ts');
  const pipelines: Pipeline[] = [];
  const problems: Problem[] = [];
  for (const file of files) {
    if (!existsSync(file)) {
      problems.push(
        fileProblem(file, 'no-pipeline', `is neither a file nor one of ${pipelineNames().join(', ')}`),
      );
      continue;
    }
    const parsed = parsePipelineFile(readFileSync(file, 'utf8'), shortPath(file));
    problems.push(...parsed.problems);
    pipelines.push(...parsed.pipelines);
  }
  return { pipelines, problems };
}

export function pipelineNames(): readonly string[] {
  return shippedPipelines().map(file => basename(file, '.yml'));
}

function shippedPipelines(): readonly string[] {
  const folder = join(installation, 'rules/pipelines');
  return globSync('*.yml', { cwd: folder })
    .toSorted()
    .map(file => join(folder, file));
}

function fileOf(name: string): readonly string[] {
  if (name === 'none') return [];
  const shipped = join(installation, 'rules/pipelines', `${name}.yml`);
  return [existsSync(shipped) ? shipped : name];
}
