import type { RefusalReason } from '../../model/refusal.ts';

/** Where a framer puts what it cut. Positions are valid during the call alone. */
export interface RecordTaker {
  record(piece: Piece): void;
  /** Something that is no record, with the 1-based line on which it begins. */
  refuse(reason: RefusalReason, detail: string, line: number): void;
}

/** The bytes of one record. One object is reused for all of them. */
export interface Piece {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** The file ended here, without the separator that belongs after the record. */
  readonly unterminated: boolean;
}

/** Cuts a file into records. Chunks may be cut anywhere, also inside a character; they may be reused after `push`. */
export interface Framer {
  push(bytes: Buffer): void;
  end(): void;
}

export interface FramerOptions {
  readonly taker: RecordTaker;
  readonly maxRecordBytes: number;
  /** The line on which the first byte is. */
  readonly firstLine: number;
}
