/** Keeps the bytes of a record that goes on in the next chunk. Grows by doubling; gives memory back after a giant. */
export interface Carry {
  readonly length: () => number;
  readonly append: (bytes: Buffer, start: number, end: number) => void;
  readonly bytes: () => Buffer;
  readonly clear: () => void;
}

const usual = 64 * 1024;
const worthKeeping = 1024 * 1024;

export function createCarry(): Carry {
  let kept = Buffer.allocUnsafe(0);
  let length = 0;

  function makeRoom(wanted: number): void {
    if (wanted <= kept.length) return;
    const larger = Buffer.allocUnsafe(Math.max(usual, wanted, kept.length * 2));
    kept.copy(larger, 0, 0, length);
    kept = larger;
  }

  return {
    length: () => length,
    append(bytes, start, end) {
      makeRoom(length + end - start);
      length += bytes.copy(kept, length, start, end);
    },
    bytes: () => kept,
    clear() {
      length = 0;
      if (kept.length > worthKeeping) kept = Buffer.allocUnsafe(0);
    },
  };
}
