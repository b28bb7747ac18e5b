/** Where a record was read: enough to find it again. */
export interface Origin {
  /** The kind of source: `audit-file`, `stdin`, later `audit-webhook` and others. */
  readonly source: string;
  /** The path as the user gave it, or `-` for standard input. */
  readonly file: string;
  /** 1-based line on which the record begins, in the decompressed text. */
  readonly line: number;
}
