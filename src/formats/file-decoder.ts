import type { Origin } from '../model/origin.ts';
import type { Refusal, RefusalReason } from '../model/refusal.ts';
import type { Decoded, Format } from '../model/seams.ts';
import type { FormatName, FormatPart } from './format-options.ts';
import { createFramer } from './framing/create-framer.ts';
import type { Framer, Piece, RecordTaker } from './framing/record-taker.ts';
import type { Recognition } from './recognise-file.ts';
import { recogniseFile } from './recognise-file.ts';

export interface FileDecoder {
  readonly push: (bytes: Buffer) => void;
  readonly end: () => void;
  /** The last bytes ended a record, and nothing that was said before is needed to understand what follows. */
  readonly settled: () => boolean;
}

export interface FileDecoderOptions {
  readonly source: string;
  readonly file: string;
  /** The line on which the first byte is. */
  readonly line: number;
  readonly format?: FormatName | undefined;
  readonly maxRecordBytes: number;
  readonly formatOf: (part: FormatPart) => Format;
  readonly take: (decoded: Decoded) => void;
}

/** One file: recognised by its start, cut into records, decoded. What is not recognised is refused once, as a whole. */
export function decodeFile(options: FileDecoderOptions): FileDecoder {
  const { source, file, line: startLine, maxRecordBytes, formatOf, take } = options;
  const recogniser = recogniseFile({ file, format: options.format, refuse });
  let recognised:
    | { readonly framer: Framer; readonly format: Format; readonly lines: boolean }
    | 'unknown'
    | undefined;
  let atLineEnd = true;

  function refuse(reason: RefusalReason, detail: string, line: number): void {
    refuseAt(reason, detail, startLine - 1 + line);
  }

  function refuseAt(reason: RefusalReason, detail: string, line: number): void {
    take({ activities: [], refusals: [{ reason, detail, origin: { source, file, line } }], skipped: 0 });
  }

  function begin(recognition: Recognition | 'unknown' | undefined): void {
    if (recognition === undefined || recognition === 'unknown') {
      recognised = recognition;
      return;
    }
    const { part, framing, firstLine, bytes } = recognition;
    const format = formatOf(part);
    const taker = recordTaker({ source, file }, { format, take, refuse: refuseAt });
    const framer = createFramer(framing, { taker, maxRecordBytes, firstLine: startLine - 1 + firstLine });
    recognised = { framer, format, lines: framing.type === 'lines' };
    for (const stretch of bytes) framer.push(stretch);
  }

  return {
    push(bytes) {
      if (bytes.length > 0) atLineEnd = bytes[bytes.length - 1] === lineFeed;
      if (recognised === undefined) begin(recogniser.push(bytes));
      else if (recognised !== 'unknown') recognised.framer.push(bytes);
    },
    end() {
      if (recognised === undefined) begin(recogniser.end());
      if (recognised === undefined || recognised === 'unknown') return;
      recognised.framer.end();
      const rest = recognised.format.end?.(file);
      if (rest) take(rest);
    },
    settled() {
      if (recognised === undefined || recognised === 'unknown') return recognised === 'unknown';
      return recognised.lines && atLineEnd && recognised.format.waits?.(file) !== true;
    },
  };
}

const lineFeed = 10;

interface Receivers {
  readonly format: Format;
  readonly take: (decoded: Decoded) => void;
  readonly refuse: RecordTaker['refuse'];
}

/** One RawRecord serves for all records of the file: formats do not keep it. */
function recordTaker(from: Omit<Origin, 'line'>, { format, take, refuse }: Receivers): RecordTaker {
  const nothing: Buffer = Buffer.alloc(0);
  const raw = { ...from, bytes: nothing, start: 0, end: 0, line: 0, unterminated: false };
  return {
    refuse,
    record(piece) {
      raw.bytes = piece.bytes;
      raw.start = piece.start;
      raw.end = piece.end;
      raw.line = piece.line;
      raw.unterminated = piece.unterminated;
      const decoded = format.decode(raw);
      take(piece.unterminated && decoded.refusals.length > 0 ? withCutOff(decoded, piece) : decoded);
    },
  };
}

const openBrace = 123;

/** A last record that begins like JSON and is none was cut off, most likely: the file was copied while it was written. */
function withCutOff(decoded: Decoded, piece: Piece): Decoded {
  if (piece.bytes[piece.start] !== openBrace) return decoded;
  const refusals = decoded.refusals.map((refusal): Refusal => {
    return refusal.reason === 'not-json' ? { ...refusal, reason: 'cut-off' } : refusal;
  });
  return { ...decoded, refusals };
}
