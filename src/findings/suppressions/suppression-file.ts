import type { Document } from 'yaml';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Problem } from '../../detect/rules/problem.ts';
import type { Reporter } from '../../detect/rules/reporter.ts';
import { createReporter } from '../../detect/rules/reporter.ts';
import { suggestion } from '../../detect/rules/suggestion.ts';
import { positionsIn } from '../../detect/rules/yaml-positions.ts';
import { fieldOf, listAt } from '../../model/json.ts';
import { endOfExpiry } from './expiry.ts';
import type { Suppression } from './suppression.ts';
import { scopeFields } from './suppression.ts';
import { suppressionFileSchema, suppressionSchema } from './suppression-schema.ts';

const maxLength = 1 << 20;

export interface SuppressionFile {
  /** Those without a problem. */
  readonly suppressions: readonly Suppression[];
  readonly problems: readonly Problem[];
}

/** Parses a file of suppressions (YAML or JSON). Never throws; reports all problems at once, in order of their place. */
export function parseSuppressions(text: string, path: string): SuppressionFile {
  const parsed = parseYaml(text, path);
  if (!parsed.ok) return { suppressions: [], problems: parsed.problems };
  const { document, lines, value } = parsed;
  const report = createReporter({ file: path, ...positionsIn([{ document, lines, text }]) });
  reportShape(value, report);
  const suppressions = readAll(value, report);
  return {
    suppressions,
    problems: report.problems.toSorted((a, b) => a.line - b.line || a.column - b.column),
  };
}

type Parsed =
  | { readonly ok: true; readonly document: Document; readonly lines: LineCounter; readonly value: unknown }
  | { readonly ok: false; readonly problems: readonly Problem[] };

function parseYaml(text: string, file: string): Parsed {
  const lines = new LineCounter();
  const problem = (message: string, offset = 0): Problem => {
    const { line, col } = lines.linePos(offset);
    return {
      file,
      line: Math.max(line, 1),
      column: Math.max(col, 1),
      severity: 'error',
      code: 'not-yaml',
      message,
    };
  };
  if (text.length > maxLength) return { ok: false, problems: [problem('The file is longer than 1 MiB')] };
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    const problems = document.errors.map(error => problem(error.message, error.pos[0]));
    if (problems.length > 0) return { ok: false, problems };
    return { ok: true, document, lines, value: document.toJS({ maxAliasCount: 100 }) };
  } catch (error) {
    // The library throws where aliases expand too far and where nesting exhausts the stack.
    return {
      ok: false,
      problems: [problem(error instanceof Error ? error.message : 'cannot be read as YAML')],
    };
  }
}

function reportShape(value: unknown, report: Reporter): void {
  const result = suppressionFileSchema.safeParse(value);
  for (const issue of result.error?.issues ?? []) reportIssue(issue, value, report);
}

type Issue = z.core.$ZodIssue;

function reportIssue(issue: Issue, value: unknown, report: Reporter): void {
  const path = issue.path.map(step => (typeof step === 'number' ? step : String(step)));
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) {
      const known = knownKeys[path.length] ?? [];
      report.error('unknown-key', `There is no key "${key.slice(0, 80)}" here${suggestion(key, known)}`, {
        path: [...path, key],
      });
    }
    return;
  }
  const name = path.at(-1);
  const missing = issue.code === 'invalid_type' && valueAt(value, path) === undefined;
  if (missing) report.error('missing-key', `${String(name ?? 'suppressions')} is missing`, { path });
  else report.error('wrong-value', `${String(name ?? 'The file')}: ${issue.message}`, { path, at: 'value' });
}

/** By depth: of the file, of a suppression, of its scope. */
const knownKeys: { readonly [depth: number]: readonly string[] } = {
  0: ['suppressions'],
  2: ['id', 'owner', 'reason', 'expires', 'scope'],
  3: scopeFields,
};

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  let found: unknown = value;
  for (const step of path) found = Array.isArray(found) ? found[Number(step)] : fieldOf(found, String(step));
  return found;
}

function readAll(value: unknown, report: Reporter): readonly Suppression[] {
  const suppressions: Suppression[] = [];
  const ids = new Set<string>();
  for (const [index, item] of listAt(value, 'suppressions').entries()) {
    const { data } = suppressionSchema.safeParse(item);
    if (data === undefined) continue;
    const place = { path: ['suppressions', index] };
    const expiresAt = endOfExpiry(data.expires);
    if (expiresAt === undefined)
      report.error('wrong-value', `expires: ${data.expires} is no such day or time`, expiry(place));
    else if (ids.has(data.id))
      report.error('duplicate-id', `id "${data.id}" is used twice`, { path: [...place.path, 'id'] });
    else if (!isNarrow(data.scope))
      report.error('scope-too-wide', tooWide, { path: [...place.path, 'scope'] });
    else suppressions.push({ ...data, expiresAt, scope: scopeOf(data.scope) });
    ids.add(data.id);
  }
  return suppressions;
}

const tooWide = 'The scope covers every finding: give at least one field that is narrower than "*"';
const expiry = ({ path }: { readonly path: readonly (string | number)[] }) => ({
  path: [...path, 'expires'],
  at: 'value' as const,
});

type ScopeText = z.infer<typeof suppressionSchema>['scope'];

const patternsOf = (text: string | readonly string[]): readonly string[] =>
  typeof text === 'string' ? [text] : text;

function isNarrow(scope: ScopeText): boolean {
  return Object.values(scope).some(
    field => field !== undefined && patternsOf(field).every(text => !/^\*+$/.test(text)),
  );
}

function scopeOf(scope: ScopeText): Suppression['scope'] {
  const given = scopeFields.flatMap(field => {
    const text = scope[field];
    return text === undefined ? [] : [[field, patternsOf(text)] as const];
  });
  return Object.fromEntries(given);
}
