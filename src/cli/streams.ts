import { fstatSync } from 'node:fs';
import { isatty } from 'node:tty';
import { exitCodes } from '../app/exit-codes.ts';
import { visible } from '../model/visible-text.ts';

/** Data, on standard output. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Everything else, on standard error. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Says what the user did wrong; the exit code for it. */
export function misused(sentence: string): number {
  note(`watchbill: ${visible(sentence)}`);
  return exitCodes.usage;
}

/** Is something piped or redirected into us? A terminal waits for a person, and /dev/null holds nothing. */
export function inputIsGiven(): boolean {
  try {
    if (isatty(0)) return false;
    const status = fstatSync(0);
    return status.isFile() || status.isFIFO() || status.isSocket();
  } catch {
    return false;
  }
}

/** For `watchbill ... | head`: the reader ends first, and that is no error of ours. */
export function onOutputClosed(closed: () => void): void {
  process.stdout.on('error', error => {
    if (!('code' in error) || error.code !== 'EPIPE') throw error;
    closed();
  });
}
