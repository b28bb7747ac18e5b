import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Document, parseDocument, visit } from 'yaml';
import type { Problem } from '../../detect/rules/problem.ts';
import type { Suppression } from '../../findings/suppressions/suppression.ts';
import { parseSuppressions } from '../../findings/suppressions/suppression-file.ts';
import { visible } from '../../model/visible-text.ts';

export type TitleOf = (rule: string) => string | undefined;

/** The entry of a suppressions file, as a file of its own; the titles of its rules stand beside their ids. */
export function entryText(suppression: Suppression, titleOf: TitleOf): string {
  const document = new Document({ suppressions: [] });
  return textWith(document, suppression, titleOf);
}

function textWith(document: Document.Parsed | Document, suppression: Suppression, titleOf: TitleOf): string {
  const entry = document.createNode(entryOf(suppression));
  visit(entry, {
    Scalar: (_, node) => {
      const title = titleOf(String(node.value));
      if (title !== undefined) node.comment = ` ${visible(title)}`;
    },
  });
  document.addIn(['suppressions'], entry);
  return document.toString({ lineWidth: 120 });
}

function entryOf({ id, owner, reason, expires, scope }: Suppression) {
  const fields = Object.entries(scope).map(([field, patterns]) => [
    field,
    patterns.length === 1 ? patterns[0] : patterns,
  ]);
  return { id, owner, reason, expires, scope: Object.fromEntries(fields) };
}

/**
 * The text of a file of suppressions with one more; comments and order stay. Problems: what is wrong with the file as it is, or as it
 * would be.
 */
export function withException(
  path: string,
  suppression: Suppression,
  titleOf: TitleOf,
): { readonly text: string; readonly problems: readonly Problem[] } {
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (before.trim() === '') return checked(entryText(suppression, titleOf), path);
  const known = parseSuppressions(before, path);
  if (known.problems.length > 0) return { text: before, problems: known.problems };
  return checked(textWith(parseDocument(before), suppression, titleOf), path);
}

const checked = (text: string, path: string) => ({ text, problems: parseSuppressions(text, path).problems });

/** Written beside and then put in its place, so that a run that is cut off leaves the old one. */
export function writeExceptions(path: string, text: string): void {
  const beside = `${path}.${process.pid}.part`;
  writeFileSync(beside, text);
  renameSync(beside, path);
}
