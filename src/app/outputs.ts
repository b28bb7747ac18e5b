import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { Printer } from '../model/seams.ts';
import type { PrinterOptions } from '../printers/printer-options.ts';
import type { PrinterName } from '../printers/printers.ts';
import { loadPrinter } from './parts.ts';

export interface OutputRequest {
  readonly format: PrinterName;
  /** Absent: standard output. */
  readonly file?: string;
}

export interface OutputOptions extends PrinterOptions {
  /** Standard output. */
  readonly write: (text: string) => void;
}

export interface OpenOutputs {
  readonly printers: readonly Printer[];
  /** Puts the files in their places; they appear whole or not at all. */
  commit(): void;
  /** Removes what was begun. */
  abandon(): void;
}

interface OpenFile {
  readonly descriptor: number;
  readonly path: string;
  readonly begun: string;
}

/**
 * Opens every output of a run. A file is written beside its place first and put there when it is whole; a device or a pipe
 * (`/dev/stderr`, `>(...)`) is written at once. Throws if a file cannot be made.
 */
export async function openOutputs(
  requests: readonly OutputRequest[],
  { write, ...options }: OutputOptions,
): Promise<OpenOutputs> {
  const files: OpenFile[] = [];
  const abandon = (): void => {
    for (const { descriptor, begun, path } of files.splice(0)) {
      closeSync(descriptor);
      if (begun !== path) rmSync(begun, { force: true });
    }
  };
  const commit = (): void => {
    for (const { descriptor, begun, path } of files.splice(0)) {
      closeSync(descriptor);
      if (begun !== path) renameSync(begun, path);
    }
  };
  const printers: Printer[] = [];
  try {
    for (const { format, file } of requests) {
      const create = await loadPrinter(format);
      if (file === undefined) printers.push(create(options, write));
      else {
        const { descriptor } = opened(file, files);
        printers.push(create({ ...options, color: false }, text => writeAll(descriptor, text)));
      }
    }
  } catch (error) {
    abandon();
    throw error;
  }
  return { printers, commit, abandon };
}

function opened(path: string, files: OpenFile[]): OpenFile {
  const begun = isDevice(path) ? path : `${path}.${process.pid}.part`;
  const file = { descriptor: openSync(begun, 'w'), path, begun };
  files.push(file);
  return file;
}

const isDevice = (path: string): boolean => path.startsWith('/dev/') || path.startsWith('/proc/');

function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) written += writeSync(descriptor, bytes, written);
}
