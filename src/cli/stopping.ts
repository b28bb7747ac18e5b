import { exitCodes } from '../app/exit-codes.ts';

export interface Stopping {
  readonly signal: AbortSignal;
  stop(): void;
  /** 128 and the signal's number, once one has come. */
  code(): number | undefined;
}

const codes = { SIGINT: exitCodes.interrupted, SIGTERM: exitCodes.terminated } as const;

/** The first signal ends the input, and the summary is still printed; the second one ends the program. */
export function stopOnSignals(): Stopping {
  const controller = new AbortController();
  let code: number | undefined;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (code !== undefined) process.exit(code);
      code = codes[name];
      controller.abort();
    });
  }
  return { signal: controller.signal, stop: () => controller.abort(), code: () => code };
}
