import { diffArrays } from 'diff';
import type { Markup } from './markup.ts';
import { html, isolated } from './markup.ts';

export interface WordDiff {
  /** The old text; what is gone of it is marked. */
  readonly from: Markup;
  /** The new text; what is new in it is marked. */
  readonly to: Markup;
}

/** Beyond so many edits two texts have nothing to do with each other, and finding out how they differ would take long. */
const mostEdits = 200;
/** Two texts of which less than this is common are marked whole: marks on every other word help nobody. */
const leastCommon = 0.3;

/** Where two texts differ, word by word. */
export function wordDiff(from: string, to: string): WordDiff {
  const pieces =
    from === '' || to === ''
      ? undefined
      : diffArrays(wordsOf(from), wordsOf(to), { maxEditLength: mostEdits });
  const common =
    pieces?.filter(({ added, removed }) => !added && !removed).flatMap(({ value }) => value) ?? [];
  if (pieces === undefined || common.join('').length < leastCommon * Math.max(from.length, to.length))
    return { from: marked('del', from), to: marked('ins', to) };
  const textOf = ({ value, added, removed }: (typeof pieces)[number]): Markup =>
    added || removed ? marked(added ? 'ins' : 'del', value.join('')) : isolated(value.join(''));
  return {
    from: html`${pieces.filter(({ added }) => !added).map(textOf)}`,
    to: html`${pieces.filter(({ removed }) => !removed).map(textOf)}`,
  };
}

function marked(as: 'del' | 'ins', text: string): Markup {
  if (text === '') return html``;
  return as === 'del' ? html`<del>${isolated(text)}</del>` : html`<ins>${isolated(text)}</ins>`;
}

/** Words, and what stands between them: a path, an image and a command line fall into their parts. */
const wordsOf = (text: string): string[] => text.split(/(\s+|[/:=@,;|"'()&])/).filter(word => word !== '');
