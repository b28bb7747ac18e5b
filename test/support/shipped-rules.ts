import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { parseRuleFile } from '../../src/detect/rules/parse-rule-file.ts';
import { parsePipelineFile } from '../../src/detect/sigma/pipeline/parse-pipeline-file.ts';

const root = `${import.meta.dirname}/../..`;
/** For tests: the files that match, in order. */
export const readAll = (pattern: string) =>
  globSync(`${root}/${pattern}`)
    .toSorted()
    .map(path => ({ path, text: readFileSync(path, 'utf8') }));

/** The pipelines that come with Watchbill. */
export const pipelines = readAll('rules/pipelines/*.yml').flatMap(({ path, text }) => {
  const parsed = parsePipelineFile(text, path);
  assert.deepEqual(parsed.problems, []);
  return parsed.pipelines;
});

/** The rules of SigmaHQ that come with it. */
export const community = readAll('rules/community/sigmahq/**/*.yml').flatMap(
  ({ path, text }) => parseRuleFile(text, path).documents,
);
