/** What `JSON.stringify` leaves as it is and a terminal may obey or hide: DEL, C1 controls, marks of direction, invisible characters. */
const hidden = /[\x7f\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** JSON on one line that is safe to print on a terminal; any parser reads the same value from it. */
export function safeJson(value: unknown): string {
  const text = JSON.stringify(value);
  return /[^ -~]/.test(text) ? text.replace(hidden, escapeUnits) : text;
}

function escapeUnits(character: string): string {
  let escaped = '';
  for (let index = 0; index < character.length; index += 1)
    escaped += `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  return escaped;
}

/** The same on several lines, indented for people. */
export function safeIndentedJson(value: unknown): string {
  // Within a string no line breaks: JSON.stringify escapes it.
  return JSON.stringify(value, null, 2)
    .split('\n')
    .map(line => (/[^ -~]/.test(line) ? line.replace(hidden, escapeUnits) : line))
    .join('\n');
}
