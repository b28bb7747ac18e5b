import type { Readable } from 'node:stream';
import type { Refusal } from '../../model/refusal.ts';
import type { Chunk, Source } from '../../model/seams.ts';
import { contentOf } from './content.ts';
import type { ExpansionLimit } from './decompress.ts';
import { findInputs } from './find-inputs.ts';
import { follow } from './follow.ts';
import type { Input, Trouble } from './input.ts';
import { isTrouble, pathOf } from './input.ts';
import type { Reading } from './raw-bytes.ts';

export interface AuditFileOptions {
  /** Files, folders, globs, and `-` for standard input. */
  readonly paths: readonly string[];
  /** Go on with what is appended, through rotation and truncation, until stopped. */
  readonly follow?: boolean;
  /** How often a followed file is looked at, in milliseconds. */
  readonly pollEvery?: number;
  /** Standard input, where it is not the process's own. */
  readonly stdin?: Readable;
  /** A compressed file is refused once it has grown beyond both. Default: 200 times its size and 2 GiB. */
  readonly expansionLimit?: ExpansionLimit;
  /** Bytes read before decompression, and how many there are: `undefined` as long as an input has no known size. */
  readonly progress?: (bytesRead: number, bytesTotal: number | undefined) => void;
}

const chunkBytes = 1024 * 1024;
const defaultLimit: ExpansionLimit = { ratio: 200, bytes: 2 * 1024 ** 3 };

/** Audit logs and manifests in files: plain, gzip or zstd, told by their first bytes. */
export function auditFile(options: AuditFileOptions): Source {
  return { read: stop => read(options, stop) };
}

async function* read(options: AuditFileOptions, stop: AbortSignal): AsyncGenerator<Chunk | Refusal> {
  const { inputs, troubles } = findInputs(options.paths);
  for (const { path, trouble } of troubles) yield refusal('audit-file', path, trouble);
  const reading: Reading = {
    stop,
    stdin: options.stdin,
    buffer: Buffer.allocUnsafeSlow(chunkBytes),
    count: counter(inputs, options),
  };
  const readOne = (input: Input) => readInput(input, reading, options.expansionLimit ?? defaultLimit);
  if (options.follow === true)
    return yield* follow({
      paths: options.paths,
      inputs,
      reading,
      readOne,
      pollEvery: options.pollEvery ?? 250,
    });
  for (const input of inputs) {
    if (stop.aborted) return;
    yield* readOne(input);
  }
}

/** Its chunks, the last one empty and marked; then, if it could not be read to its end, why. */
async function* readInput(
  input: Input,
  reading: Reading,
  limit: ExpansionLimit,
): AsyncGenerator<Chunk | Refusal> {
  const source = input.type === 'stdin' ? 'stdin' : 'audit-file';
  const file = pathOf(input);
  let trouble: Trouble | undefined;
  let begun = false;
  for await (const piece of contentOf(input, reading, limit)) {
    if (reading.stop.aborted) return;
    if (isTrouble(piece)) trouble = piece;
    else yield { source, file, bytes: piece, last: false };
    begun ||= trouble === undefined;
  }
  if (reading.stop.aborted) return;
  if (begun || trouble === undefined) yield { source, file, bytes: Buffer.alloc(0), last: true };
  if (trouble !== undefined) yield refusal(source, file, trouble);
}

function refusal(source: string, file: string, { reason, detail }: Trouble): Refusal {
  return { reason, detail, origin: { source, file, line: 1 } };
}

function counter(inputs: readonly Input[], { progress, follow }: AuditFileOptions): (bytes: number) => void {
  if (progress === undefined) return () => {};
  const known = follow !== true && inputs.every(input => input.type === 'regular');
  const total = inputs.reduce((sum, input) => sum + (input.type === 'regular' ? input.size : 0), 0);
  let read = 0;
  return bytes => {
    read += bytes;
    progress(read, known ? total : undefined);
  };
}
