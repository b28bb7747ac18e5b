import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** A watch that runs as a process of its own, on one processor where `taskset` exists. */
export interface Watched {
  /** User and system time, seconds. */
  processorSeconds(): number;
  residentMiB(): number;
  /** Resolves when it has stored what had arrived and ended; with its exit code. */
  stop(): Promise<number>;
}

export async function startWatched(words: readonly string[]): Promise<Watched> {
  const program = join(import.meta.dirname, '../../bin/watchbill');
  const pinned = existsSync('/usr/bin/taskset') ? ['/usr/bin/taskset', '-c', '0', program] : [program];
  const [command = program, ...before] = pinned;
  const child = spawn(command, [...before, 'run', ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  await ready(child);
  const of = (file: string): string => readFileSync(`/proc/${child.pid}/${file}`, 'utf8');
  return {
    // In hundredths of a second: proc_pid_stat(5).
    processorSeconds: () => {
      const fields = of('stat').split(') ')[1]?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) / 100;
    },
    residentMiB: () => Number(/^VmRSS:\s+(\d+) kB/m.exec(of('status'))?.[1] ?? 0) / 1024,
    stop: async () => {
      child.kill('SIGTERM');
      const [code] = await once(child, 'close');
      return Number(code);
    },
  };
}

async function ready(child: ChildProcessByStdio<null, null, Readable>): Promise<void> {
  for await (const text of child.stderr.iterator({ destroyOnReturn: false })) {
    if (/^ready$/m.test(String(text))) return void child.stderr.pipe(process.stderr);
  }
  throw new Error('the watch ended before it was ready');
}
