import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The processes of one cluster; each writes what it says into `<name>.log` of the folder. */
export interface Processes {
  start(name: string, program: string, args: readonly string[]): void;
  /** The end of what it said, for the message of a failure. */
  lastWords(name: string): string;
  /** Ends one and waits until it is gone. */
  end(name: string): Promise<void>;
  /** Ends them in reverse order and waits until each is gone. */
  stop(): Promise<void>;
}

export function createProcesses(folder: string): Processes {
  const running: { readonly name: string; readonly child: ChildProcess }[] = [];
  // Whatever ends this program, its processes do not outlive it.
  process.once('exit', () => running.forEach(({ child }) => void child.kill('SIGKILL')));
  return {
    start: (name, program, args) => {
      const log = openSync(join(folder, `${name}.log`), 'a');
      // A group of its own: an interrupt at the terminal reaches the test alone, which then ends them in order.
      const child = spawn(program, args, { cwd: folder, stdio: ['ignore', log, log], detached: true });
      running.push({ name, child });
      closeSync(log);
    },
    lastWords: name => readFileSync(join(folder, `${name}.log`), 'utf8').slice(-2000),
    end: async name => {
      for (const process of running) if (process.name === name) await ended(process.child);
    },
    stop: async () => {
      for (const { child } of running.splice(0).toReversed()) await ended(child);
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise(resolve => child.once('exit', resolve));
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await gone;
  clearTimeout(killer);
}
