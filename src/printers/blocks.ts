import type { PrinterOptions, Write } from './printer-options.ts';

const blockLength = 65_536;

export interface Blocks {
  add(text: string): void;
  /** Writes what is left. */
  flush(): void;
}

/** Gathers text into blocks of 64 KiB, because a write for each finding costs more than making it. */
export function inBlocks(write: Write, { live }: PrinterOptions): Blocks {
  const limit = live ? 0 : blockLength;
  let pending = '';
  const flush = () => {
    if (pending !== '') write(pending);
    pending = '';
  };
  return {
    add: text => {
      pending += text;
      if (pending.length >= limit) flush();
    },
    flush,
  };
}
