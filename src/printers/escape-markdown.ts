import { visible } from '../model/visible-text.ts';

/** Text as inline code: nothing in it is a link, a mention, HTML or an emphasis, and no run of backticks ends it early. */
export function markdownCode(text: string): string {
  const shown = visible(text);
  if (shown === '') return '';
  const fence = '`'.repeat(longestRun(shown) + 1);
  const pad = shown.startsWith('`') || shown.endsWith('`') || /^ .* $/.test(shown) ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** The same in a cell of a table: there a pipe ends the cell even inside code (GFM, tables). */
export const markdownCellCode = (text: string): string => markdownCode(text).replaceAll('|', '\\|');

/** Text of several lines as a block of code. */
export function markdownBlock(text: string): string {
  const shown = text.split('\n').map(visible).join('\n');
  const fence = '`'.repeat(Math.max(3, longestRun(shown) + 1));
  return `${fence}text\n${shown}\n${fence}\n`;
}

/**
 * Text as prose. Every character with a meaning is escaped; an empty comment after `@`, `#` and `www` and in `://`
 * keeps GitHub and GitLab from making mentions, references and links of what a log says.
 */
export function markdownProse(text: string): string {
  return visible(text)
    .replace(/[&<>]/g, character => ({ '&': '&amp;', '<': '&lt;' })[character] ?? '&gt;')
    .replace(/[\\`*_{}[\]()!|~$+=-]/g, '\\$&')
    .replace(/[@#]/g, '$&<!-- -->')
    .replace(/:\/\//g, ':<!-- -->//')
    .replace(/\b(www|GH)(?=\.|\\-)/gi, '$1<!-- -->');
}

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}
