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
/** Two texts of which less than this is common are shown whole: marks on every other word help nobody. */
const leastCommon = 0.3;

/** Where two texts differ, word by word. */
export function wordDiff(from: string, to: string): WordDiff {
  const pieces =
    from === '' || to === ''
      ? undefined
      : diffArrays(wordsOf(from), wordsOf(to), { maxEditLength: mostEdits });
  if (pieces === undefined) return { from: isolated(from), to: isolated(to) };
  const common = pieces.filter(({ added, removed }) => !added && !removed).flatMap(({ value }) => value);
  if (common.join('').length < leastCommon * Math.max(from.length, to.length))
    return { from: isolated(from), to: isolated(to) };
  return {
    from: html`${pieces
      .filter(({ added }) => !added)
      .map(({ value, removed }) =>
        removed ? html`<del>${isolated(value.join(''))}</del>` : isolated(value.join('')),
      )}`,
    to: html`${pieces
      .filter(({ removed }) => !removed)
      .map(({ value, added }) =>
        added ? html`<ins>${isolated(value.join(''))}</ins>` : isolated(value.join('')),
      )}`,
  };
}

/** Words, and what stands between them: a path, an image and a command line fall into their parts. */
const wordsOf = (text: string): string[] => text.split(/(\s+|[/:=@,;|"'()&])/).filter(word => word !== '');
