/** The brackets that are open. Remembers their kinds down to a limit and counts the rest. */
export interface Nesting {
  readonly depth: () => number;
  /** The innermost open bracket; undefined: none, or so deep that it was not kept. */
  readonly innermost: () => number | undefined;
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
