import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Refusal } from '../../model/refusal.ts';
import type { Chunk } from '../../model/seams.ts';
import type { AuditFileOptions } from './audit-file.ts';
import { auditFile } from './audit-file.ts';

/** A folder that is gone after the test. */
export function testFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'watchbill-audit-file-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface ReadResult {
  /** File and text, in the order of reading; a file begun anew appears again. */
  readonly files: { file: string; text: string; complete: boolean }[];
  readonly refusals: Refusal[];
}

export const isRefusal = (item: Chunk | Refusal): item is Refusal => 'reason' in item;

export function takeInto(result: ReadResult, item: Chunk | Refusal): void {
  if (isRefusal(item)) {
    result.refusals.push(item);
    return;
  }
  const open = result.files.findLast(entry => entry.file === item.file && !entry.complete);
  const entry = open ?? { file: item.file, text: '', complete: false };
  if (open === undefined) result.files.push(entry);
  entry.text += item.bytes.toString('utf8');
  entry.complete = item.last;
}

export async function readAll(options: AuditFileOptions): Promise<ReadResult> {
  const result: ReadResult = { files: [], refusals: [] };
  for await (const item of auditFile(options).read(new AbortController().signal)) takeInto(result, item);
  return result;
}
