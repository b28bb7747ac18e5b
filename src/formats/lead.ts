/** What stands at the start of a file before its first record. */
export interface Lead {
  readonly length: number;
  readonly lines: number;
  readonly nuls: number;
}

const byteOrderMark = [0xef, 0xbb, 0xbf] as const;

/** The byte order mark (of UTF-8, at the very start), blanks, line breaks and NULs. */
export function measureLead(bytes: Buffer, atStartOfFile: boolean): Lead {
  let length = atStartOfFile && hasByteOrderMark(bytes) ? byteOrderMark.length : 0;
  let lines = 0;
  let nuls = 0;
  for (; length < bytes.length && isBlank(bytes[length]); length++) {
    if (bytes[length] === 10) lines++;
    else if (bytes[length] === 0) nuls++;
  }
  return { length, lines, nuls };
}

/** Whether only more bytes can tell. */
export function mayBeByteOrderMark(bytes: Buffer): boolean {
  return bytes.length < byteOrderMark.length && bytes.every((byte, at) => byte === byteOrderMark[at]);
}

function hasByteOrderMark(bytes: Buffer): boolean {
  return byteOrderMark.every((byte, at) => bytes[at] === byte);
}

function isBlank(byte: number | undefined): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9 || byte === 0;
}
