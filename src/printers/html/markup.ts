import { visible } from '../../model/visible-text.ts';

/** HTML that is safe to write. Only `html` makes it, and it escapes every text that is put in. */
export interface Markup {
  readonly markup: string;
}

export type Inserted = string | number | Markup | readonly Inserted[] | undefined | false;

/** HTML with texts, numbers and other HTML in it; texts are escaped, nothing stands for undefined and false. */
export function html(parts: TemplateStringsArray, ...inserted: readonly Inserted[]): Markup {
  let markup = parts[0] ?? '';
  for (const [index, value] of inserted.entries()) markup += insertedText(value) + (parts[index + 1] ?? '');
  return { markup };
}

function insertedText(value: Inserted): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  return 'markup' in value ? value.markup : value.map(insertedText).join('');
}

const entities = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
  ['`', '&#96;'],
]);

/**
 * Text for an element, or for an attribute in double quotes. Hidden characters and those that reorder text are visible escapes, as are
 * marks piled up on a letter, which would cover the lines around.
 */
export function escapeHtml(text: string): string {
  const shown = visible(text);
  const flat = /[^ -~]/.test(shown) ? shown.replace(piledMarks, escapeMarks) : shown;
  return flat.replace(/[&<>"'`]/g, character => entities.get(character) ?? '');
}

const piledMarks = /(?<=\p{M}{3})\p{M}+/gu;

function escapeMarks(marks: string): string {
  return [...marks].map(mark => `\\u{${(mark.codePointAt(0) ?? 0).toString(16)}}`).join('');
}

/** Letters that are written from right to left. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Text from a log inside of other text: writing from right to left does not turn around what stands beside it. */
export function isolated(text: string): Markup {
  return rightToLeft.test(text) ? html`<bdi>${text}</bdi>` : html`${text}`;
}

/** A name, which may break behind what joins its parts rather than anywhere. */
export function breakable(name: string): Markup {
  const parts = name.split(/(?<=[@/.:-])/);
  return html`<bdi>${parts.map((part, index) => (index === 0 ? part : html`<wbr>${part}`))}</bdi>`;
}
