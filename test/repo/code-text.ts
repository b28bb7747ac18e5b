const comment = /\/\/[^\n]*|\/\*[\s\S]*?\*\//;
const string = /'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"/;
/** With expressions inside, and templates inside those: enough for what a person writes. */
const template =
  /`(?:\\[\s\S]|\$\{(?:[^{}`]|`(?:\\[\s\S]|\$\{(?:[^{}`]|`[^`]*`|\{[^{}]*\})*\}|[^`\\])*`|\{[^{}]*\})*\}|[^`\\])*`/;
/** After an operator, an opening bracket or one of a few words a slash begins a regular expression; else it divides. */
const expression =
  /(?<=(?:^|[=(,:[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|in|of|yield|await))\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[dgimsuvy]*/;

const joined = (...parts: readonly RegExp[]): RegExp =>
  new RegExp(parts.map(({ source }) => source).join('|'), 'g');
const literals = joined(comment, string, template, expression);

/**
 * A TypeScript text reduced to what its author states in code: comments, strings, templates and regular expressions are
 * blanked, lines and columns kept. Good enough for the checks of this folder; it is no parser.
 */
export function codeOnly(text: string): string {
  return text.replace(literals, blank);
}

/** Only the comments are blanked. */
export function withoutComments(text: string): string {
  return text.replace(literals, found => (/^\/[/*]/.test(found) ? blank(found) : found));
}

/** Quotes stay, so that `'x' as Y` is still seen. */
function blank(found: string): string {
  const blanked = found.replace(/[^\n]/g, ' ');
  return /^['"`]/.test(found) ? `${found[0]}${blanked.slice(1, -1)}${found.at(-1)}` : blanked;
}
