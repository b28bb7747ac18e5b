/** Of open(2), as names or as a number: was the file opened to be written? `undefined`: the flags are not told. */
export function opensForWriting(flags: string): boolean | undefined {
  if (flags === '') return undefined;
  if (/^(?:0x)?[0-9a-f]+$/i.test(flags)) return (Number(flags) & writing) !== 0;
  return /O_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND)/.test(flags);
}

/** O_WRONLY, O_RDWR, O_CREAT; the same on all of Linux's common machines. */
const writing = 0x1 | 0x2 | 0x40;
