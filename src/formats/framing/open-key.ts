/** The last key that was read where a streamed array could follow it. */
export interface OpenKey {
  /** A key begins at this index. */
  readonly begin: (index: number) => void;
  /** A text ends at this index: the key, if one was begun. */
  readonly end: (bytes: Buffer, index: number) => void;
  /** The chunk is done; the key may go on in the next one. */
  readonly keep: (bytes: Buffer) => void;
  readonly forget: () => void;
  readonly text: () => string;
}

/** Longer keys are cut: none that is asked for is so long. */
const longest = 1000;

export function openKey(): OpenKey {
  let key = '';
  let start = -1;

  function add(bytes: Buffer, end: number): void {
    if (start !== -1)
      key = (key + bytes.toString('latin1', start, Math.min(end, start + longest))).slice(0, longest);
  }

  return {
    begin(index) {
      key = '';
      start = index;
    },
    end(bytes, index) {
      add(bytes, index);
      start = -1;
    },
    keep(bytes) {
      add(bytes, bytes.length);
      if (start !== -1) start = 0;
    },
    forget() {
      start = -1;
    },
    text: () => key,
  };
}
