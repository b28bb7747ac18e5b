import type { Interest } from '../model/interest.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Chunk, Decoded, Format } from '../model/seams.ts';
import type { FileDecoder } from './file-decoder.ts';
import { decodeFile } from './file-decoder.ts';
import type { FormatName, FormatPart } from './format-options.ts';

export type { FormatName } from './format-options.ts';
export { formatNames } from './format-options.ts';

export interface DecoderOptions {
  /** The format of every file; left out: each file is recognised by its first bytes. */
  readonly format?: FormatName | undefined;
  readonly cluster: string;
  readonly interest: Interest | 'everything';
  /** A longer record is refused. */
  readonly maxRecordBytes?: number | undefined;
}

const sixteenMebibytes = 16 * 1024 * 1024;

/**
 * Turns chunks of files into what their records mean. `take` is called for each record, in order, before the decoder goes on; the bytes
 * of a chunk are not needed once the call has returned. Never throws on bad input.
 */
export function createDecoder(
  options: DecoderOptions,
  take: (decoded: Decoded) => void,
): (chunk: Chunk) => void {
  return openDecoder(options, take).push;
}

export interface Decoder {
  push(chunk: Chunk): void;
  /** Nothing of this file waits for its rest: a decoder that begins with what follows would tell the same of it. */
  settled(chunk: Pick<Chunk, 'source' | 'file'>): boolean;
}

/** The same for input that does not end, to be gone on with by another decoder. */
export function openDecoder(options: DecoderOptions, take: (decoded: Decoded) => void): Decoder {
  const { cluster, interest, maxRecordBytes = sixteenMebibytes } = options;
  const waiting: Refusal[] = [];
  const formats = new Map<FormatName, Format>();
  const files = new Map<string, FileDecoder>();

  function formatOf(part: FormatPart): Format {
    const known = formats.get(part.name);
    const format =
      known ?? part.create({ cluster, interest, refuseLater: refusal => void waiting.push(refusal) });
    formats.set(part.name, format);
    return format;
  }

  function takeAll(decoded: Decoded): void {
    take(decoded);
    if (waiting.length > 0) take({ activities: [], refusals: waiting.splice(0), skipped: 0 });
  }

  function fileOf({ source, file, line = 1 }: Chunk): FileDecoder {
    return decodeFile({
      source,
      file,
      line,
      format: options.format,
      maxRecordBytes,
      formatOf,
      take: takeAll,
    });
  }

  function push(chunk: Chunk): void {
    const key = keyOf(chunk);
    const file = files.get(key) ?? fileOf(chunk);
    files.set(key, file);
    file.push(chunk.bytes);
    if (!chunk.last) return;
    file.end();
    files.delete(key);
  }

  return { push, settled: chunk => files.get(keyOf(chunk))?.settled() ?? true };
}

const keyOf = ({ source, file }: Pick<Chunk, 'source' | 'file'>): string => `${source}\0${file}`;
