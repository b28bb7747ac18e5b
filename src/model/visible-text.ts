/**
 * What a terminal, an editor or a reviewer would not show or would obey: control characters, marks that reorder or join
 * text, zero-width and other invisible characters, halves of surrogate pairs.
 */
const hidden =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;

/** Text from a log for people to read: on one line, with every hidden character as a visible escape such as `\u001b`. */
export function visible(text: string): string {
  return /[^ -~]/.test(text) ? text.replace(hidden, escapeOf) : text;
}

/** Cut to at most `limit` UTF-16 units, with an ellipsis and never through a pair. */
export function shortened(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = /[\ud800-\udbff]/.test(text.charAt(limit - 2)) ? limit - 2 : limit - 1;
  return `${text.slice(0, end)}…`;
}

function escapeOf(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\t') return '\\t';
  if (character === '\r') return '\\r';
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
}
