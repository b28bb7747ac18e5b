import { watch } from 'node:fs';

export interface Changes {
  /** When the kernel says that something changed, and a moment has passed for the rest of it; or after so many milliseconds; or when stopped. */
  next(most: number): Promise<void>;
  close(): void;
}

/** A file is made, then written, then closed: one look serves for all of it. */
const settling = 50;

/** Changes directly in the folder are told by the kernel at once; what lies below is found by looking. */
export function createChanges(folder: string, stop: AbortSignal): Changes {
  let changed = false;
  let wake: () => void = () => undefined;
  const told = (): void => {
    changed = true;
    wake();
  };
  const watcher = watch(folder, { persistent: false }, told);
  // A folder that is taken away is noticed by the next look.
  watcher.on('error', told);
  stop.addEventListener('abort', told, { once: true });
  const waited = (milliseconds: number): Promise<void> =>
    new Promise(resolve => {
      const timer = setTimeout(resolve, milliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  return {
    async next(most) {
      if (!changed) await waited(most);
      if (!stop.aborted && changed) await new Promise(resolve => setTimeout(resolve, settling));
      changed = false;
    },
    close() {
      watcher.close();
      stop.removeEventListener('abort', told);
    },
  };
}
