import type { RefusalReason } from '../../model/refusal.ts';
import { createCarry } from './carry.ts';
import type { RecordTaker } from './record-taker.ts';

/** The record that is being read: kept across chunks, given to the taker at its end, refused at most once. */
export interface OpenRecord {
  readonly begin: (index: number, line: number) => void;
  /** It lasts until `end`: gives it to the taker, unless it was refused. */
  readonly finish: (bytes: Buffer, end: number, unterminated: boolean) => void;
  /** The chunk ends inside of it. */
  readonly keep: (bytes: Buffer) => void;
  readonly refuse: (reason: RefusalReason, detail: string, length: number) => void;
  /** Its bytes are of no use any more, and nothing is wrong. */
  readonly drop: () => void;
}

export function openRecord(taker: RecordTaker, maxBytes: number): OpenRecord {
  const carry = createCarry();
  let start = 0;
  let line = 0;
  let wanted = false;

  function refuse(reason: RefusalReason, detail: string, length: number): void {
    if (!wanted) return;
    wanted = false;
    carry.clear();
    if (length > maxBytes) taker.refuse('too-long', `a record of more than ${maxBytes} bytes`, line);
    else taker.refuse(reason, detail, line);
  }

  function give(bytes: Buffer, end: number, unterminated: boolean): void {
    if (carry.length() === 0) taker.record({ bytes, start, end, line, unterminated });
    else {
      carry.append(bytes, start, end);
      taker.record({ bytes: carry.bytes(), start: 0, end: carry.length(), line, unterminated });
    }
  }

  return {
    begin(index, at) {
      start = index;
      line = at;
      wanted = true;
    },
    finish(bytes, end, unterminated) {
      const length = carry.length() + end - start;
      if (length > maxBytes) refuse('too-long', '', length);
      if (wanted) give(bytes, end, unterminated);
      wanted = false;
      carry.clear();
    },
    keep(bytes) {
      const length = carry.length() + bytes.length - start;
      if (length > maxBytes) refuse('too-long', '', length);
      if (wanted) carry.append(bytes, start, bytes.length);
      start = 0;
    },
    refuse,
    drop() {
      wanted = false;
      carry.clear();
    },
  };
}
