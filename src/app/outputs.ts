import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { Printer } from '../model/seams.ts';
import type { PrinterOptions } from '../printers/printer-options.ts';
import type { PrinterName } from '../printers/printers.ts';
import { loadPrinter } from '../printers/printers.ts';

export interface OutputRequest {
  readonly format: PrinterName;
  /** Absent: standard output. */
  readonly file?: string;
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

/** Opens every output of a run. A file is written beside its place first. Throws if a file cannot be made. */
export async function openOutputs(
  requests: readonly OutputRequest[],
  options: PrinterOptions,
): Promise<OpenOutputs> {
  const files: OpenFile[] = [];
  const printers: Printer[] = [];
  for (const { format, file } of requests) {
    const create = await loadPrinter(format);
    if (file === undefined) printers.push(create(options, text => void process.stdout.write(text)));
    else {
      const opened = open(file);
      files.push(opened);
      printers.push(
        create({ ...options, color: false, live: false }, text => writeAll(opened.descriptor, text)),
      );
    }
  }
  return {
    printers,
    commit: () => {
      for (const { descriptor, begun, path } of files) {
        closeSync(descriptor);
        renameSync(begun, path);
      }
    },
    abandon: () => {
      for (const { descriptor, begun } of files) {
        closeSync(descriptor);
        rmSync(begun, { force: true });
      }
    },
  };
}

function open(path: string): OpenFile {
  const begun = `${path}.${process.pid}.part`;
  return { descriptor: openSync(begun, 'w'), path, begun };
}

function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) written += writeSync(descriptor, bytes, written);
}
