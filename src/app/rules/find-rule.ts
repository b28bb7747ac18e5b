import type { RuleDocument } from '../../detect/rules/rule-document.ts';

/** Does a person mean this rule? By its id (or the first 8 characters of it), its title, its name, or the folder of a rule of ours. */
export function isRule({ metadata, file }: RuleDocument, wanted: string): boolean {
  const word = wanted.toLowerCase();
  const { id, title, name } = metadata;
  if (id.toLowerCase() === word || title.toLowerCase() === word || name?.toLowerCase() === word) return true;
  if (word.length >= 8 && id.toLowerCase().startsWith(word)) return true;
  const folder = /([^/]+)\/rule\.ya?ml$/.exec(file)?.[1] ?? /([^/]+)\.ya?ml$/.exec(file)?.[1];
  return folder?.toLowerCase() === word;
}
