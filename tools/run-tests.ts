/** Runs every test file with Node's own runner: failures in full, one line for the rest, then "N passed, N failed". */
import { globSync } from 'node:fs';
import { relative } from 'node:path';
import type { EventData } from 'node:test';
import { run } from 'node:test';

const patterns = process.argv.slice(2);
const files = globSync(
  patterns.length > 0 ? patterns : ['src/**/*.test.ts', 'test/**/*.test.ts', 'bench/**/*.test.ts'],
);
const counts = { passed: 0, failed: 0, skipped: 0 };

for await (const { type, data } of run({ files: files.toSorted(), concurrency: 2, timeout: 900_000 })) {
  if (type === 'test:pass') pass(data);
  if (type === 'test:fail') fail(data);
  if (type === 'test:stderr' && process.env['VERBOSE'] !== undefined) process.stderr.write(data.message);
}
process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;

function pass(data: EventData.TestPass): void {
  if (data.details.type === 'suite' || isFile(data.name)) return;
  if (data.skip !== undefined) {
    counts.skipped += 1;
    process.stdout.write(`skipped  ${where(data.file)}: ${data.name} (${String(data.skip)})\n`);
  } else {
    counts.passed += 1;
  }
}

function fail(data: EventData.TestFail): void {
  const error = data.details.error;
  if (data.details.type === 'suite' || ('failureType' in error && error.failureType === 'subtestsFailed'))
    return;
  counts.failed += 1;
  const cause: unknown = error.cause ?? error;
  process.stdout.write(`\nFAILED  ${where(data.file)}: ${data.name}\n${text(cause)}\n`);
}

/** A file that holds no tests at all is reported as a test with the file's own name. */
function isFile(name: string): boolean {
  return files.some(file => name === file || name.endsWith(`/${file}`));
}

function text(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}

function where(file: string | undefined): string {
  return file === undefined ? '' : relative(process.cwd(), file);
}
