import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** One run of a whole process, start-up included. */
export interface Measurement {
  readonly seconds: number;
  /** Processor time, of the program and of the kernel for it: on a machine that others use as well it says more than the clock. */
  readonly processorSeconds: number;
  /** Peak resident memory in MiB, read from the kernel's own high-water mark. */
  readonly peak: number;
  readonly output: string;
  readonly code: number;
}

/** Runs a command on one processor (where `taskset` exists) and waits for its end. */
export async function measure(command: readonly string[]): Promise<Measurement> {
  const pinned = existsSync('/usr/bin/taskset') ? ['/usr/bin/taskset', '-c', '0', ...command] : command;
  const [program = '', ...rest] = pinned;
  const started = performance.now();
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  let peak = 0;
  let processorSeconds = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, highWaterMark(child.pid ?? 0));
    processorSeconds = Math.max(processorSeconds, processorTime(child.pid ?? 0));
  }, 5);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', text => {
    output += text;
  });
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', status => resolve(status ?? -1));
  });
  clearInterval(watch);
  return { seconds: (performance.now() - started) / 1000, processorSeconds, peak, output, code };
}

/** VmHWM of proc_pid_status(5); 0 once the process is gone. */
function highWaterMark(pid: number): number {
  try {
    const match = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(match?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** utime and stime of proc_pid_stat(5), in hundredths of a second; 0 once the process is gone. */
function processorTime(pid: number): number {
  try {
    const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    const [user, system] = fields.split(' ').slice(11, 13).map(Number);
    return ((user ?? 0) + (system ?? 0)) / 100;
  } catch {
    return 0;
  }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
