import { colon, comma, openBrace, openBracket } from './json-bytes.ts';

/** The brackets that are open. Remembers their kinds down to a limit and counts the rest. */
export interface Nesting {
  readonly depth: () => number;
  /** The innermost open bracket; undefined: none, or so deep that it was not kept. */
  readonly innermost: () => number | undefined;
  /** May a bracket open after this byte? */
  readonly mayOpen: (previous: number) => boolean;
  readonly open: (bracket: number) => void;
  /** false: the innermost open bracket is of the other kind. */
  readonly close: (bracket: number) => boolean;
  readonly cutTo: (depth: number) => void;
}

export function createNesting(limit: number): Nesting {
  const kinds = new Uint8Array(limit);
  let depth = 0;
  return {
    depth: () => depth,
    innermost: () => kinds[depth - 1],
    mayOpen: previous => depth === 0 || mayOpenIn(kinds[depth - 1], previous),
    open(bracket) {
      if (depth < limit) kinds[depth] = bracket;
      depth++;
    },
    close(bracket) {
      depth--;
      // A closing bracket is the opening one plus two, in ASCII.
      return depth >= limit || kinds[depth] === bracket - 2;
    },
    cutTo(wanted) {
      depth = wanted;
    },
  };
}

/** May a bracket open inside of another, after this byte? */
export function mayOpenIn(outer: number | undefined, previous: number): boolean {
  if (outer === undefined) return true;
  if (outer === openBrace) return previous === colon;
  return previous === comma || previous === openBracket;
}
