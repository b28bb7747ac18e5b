import { globSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { parseRuleFile } from '../../detect/rules/parse-rule-file.ts';
import type { Problem } from '../../detect/rules/problem.ts';
import type { RuleDocument } from '../../detect/rules/rule-document.ts';
import { installation } from '../root.ts';

/** Rule packs that come with Watchbill, by the name that `--rules` knows them by. */
export const packs = {
  watchbill: { path: 'rules', exclude: ['community/', 'pipelines/', 'peers/'] },
  community: { path: 'rules/community', exclude: [] },
} as const;

export const packNames: readonly string[] = Object.keys(packs);

export interface LoadedRules {
  /** Where `problems` holds an error, also rules with errors, so that the rest of their problems can be found. */
  readonly documents: readonly RuleDocument[];
  readonly problems: readonly Problem[];
  /** The files, as they are named in problems, and their texts. */
  readonly files: ReadonlyMap<string, string>;
}

/** Rules of packs, files and folders. A name that is neither is a problem, like a folder without a rule. */
export function loadRules(names: readonly string[]): LoadedRules {
  const files = new Map<string, string>();
  const problems: Problem[] = [];
  for (const name of names) {
    const found = findRuleFiles(name);
    if (found.length === 0)
      problems.push(
        fileProblem(name, 'no-rules', 'holds no rule files, and is no pack that comes with Watchbill'),
      );
    for (const file of found) readInto(files, file, problems);
  }
  const documents: RuleDocument[] = [];
  for (const [file, text] of files) {
    const parsed = parseRuleFile(text, file);
    documents.push(...parsed.readable);
    problems.push(...parsed.problems);
  }
  return { documents, problems: [...problems, ...duplicateIds(documents)], files };
}

/** Paths of rule files under a name: YAML files but for the cases beside the rules. */
export function findRuleFiles(name: string): readonly string[] {
  if (name === 'watchbill' || name === 'community') {
    const { path, exclude } = packs[name];
    return yamlFiles(join(installation, path), exclude);
  }
  const status = statSync(name, { throwIfNoEntry: false });
  if (status === undefined) return [];
  return status.isDirectory() ? yamlFiles(name) : [name];
}

/** How a file is named to people: relative to where they are, if it is below. */
export function shortPath(file: string): string {
  const path = relative(process.cwd(), file);
  return path === '' || path.startsWith('..') ? file : path;
}

export function fileProblem(file: string, code: string, message: string): Problem {
  return { file, line: 1, column: 1, severity: 'error', code, message };
}

function yamlFiles(folder: string, exclude: readonly string[] = []): readonly string[] {
  return globSync('**/*.{yml,yaml}', { cwd: folder })
    .filter(
      file => !/^cases\.ya?ml$/.test(basename(file)) && !exclude.some(prefix => file.startsWith(prefix)),
    )
    .toSorted()
    .map(file => join(folder, file));
}

function readInto(files: Map<string, string>, file: string, problems: Problem[]): void {
  try {
    files.set(shortPath(file), readFileSync(file, 'utf8'));
  } catch (error) {
    problems.push(
      fileProblem(
        file,
        'unreadable',
        `cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      ),
    );
  }
}

/** Two rules with one id would share their findings' ids. */
function duplicateIds(documents: readonly RuleDocument[]): readonly Problem[] {
  const first = new Map<string, RuleDocument>();
  const problems: Problem[] = [];
  for (const document of documents) {
    const { id } = document.metadata;
    const other = first.get(id);
    if (other === undefined || id === '') first.set(id, document);
    else
      problems.push({
        ...document.position(['id']),
        file: document.file,
        severity: 'error',
        code: 'duplicate-id',
        message: `has the id of "${other.metadata.title}" in ${other.file}`,
      });
  }
  return problems;
}
