export interface Progress {
  show(bytesRead: number, bytesTotal: number | undefined): void;
  clear(): void;
}

const every = 200;

/** One line on a terminal's standard error, with rate and time left; nothing anywhere else. */
export function createProgress(wanted: boolean): Progress {
  if (!wanted || !process.stderr.isTTY) return { show: () => undefined, clear: () => undefined };
  const started = performance.now();
  let shown = started;
  return {
    show: (bytesRead, bytesTotal) => {
      const now = performance.now();
      if (now - shown < every) return;
      shown = now;
      process.stderr.write(
        `\r\u001b[K${progressLine({ bytesRead, bytesTotal, seconds: (now - started) / 1000 })}`,
      );
    },
    clear: () => {
      if (shown !== started) process.stderr.write('\r\u001b[K');
    },
  };
}

interface State {
  readonly bytesRead: number;
  readonly bytesTotal: number | undefined;
  readonly seconds: number;
}

/** `412 of 2,319 MB (18 %), 610 MB/s, 3 s left` */
export function progressLine({ bytesRead, bytesTotal, seconds }: State): string {
  const rate = bytesRead / Math.max(seconds, 0.001);
  const speed = `${megabytes(rate)} MB/s`;
  if (bytesTotal === undefined || bytesTotal === 0) return `${megabytes(bytesRead)} MB, ${speed}`;
  const percent = Math.min(100, Math.floor((bytesRead / bytesTotal) * 100));
  const left = Math.max(0, Math.ceil((bytesTotal - bytesRead) / Math.max(rate, 1)));
  return `${megabytes(bytesRead)} of ${megabytes(bytesTotal)} MB (${percent} %), ${speed}, ${left} s left`;
}

function megabytes(bytes: number): string {
  return Math.round(bytes / 1e6).toLocaleString('en-US');
}
