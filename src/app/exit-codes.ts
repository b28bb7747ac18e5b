/** How a run ended; `exitCodeMeanings` says it in words. */
export const exitCodes = {
  clean: 0,
  findings: 1,
  usage: 2,
  input: 3,
  state: 4,
  bug: 70,
  interrupted: 130,
  outputClosed: 141,
  terminated: 143,
} as const;

/** For help and reference. */
export const exitCodeMeanings: readonly (readonly [code: number, meaning: string])[] = [
  [exitCodes.clean, 'nothing found at or above --fail-on'],
  [exitCodes.findings, 'findings at or above --fail-on'],
  [exitCodes.usage, 'wrong use, configuration, suppressions or rules; nothing was scanned'],
  [
    exitCodes.input,
    'input that could not be read, whatever else was found (with --strict: that was refused in part)',
  ],
  [
    exitCodes.state,
    'the state folder cannot be used: no space, no permission, damaged, or in use by another watch',
  ],
  [exitCodes.bug, 'a bug of Watchbill'],
  [exitCodes.interrupted, 'interrupted (SIGINT); the summary is still printed'],
  [exitCodes.outputClosed, 'the reader of standard output went away, as in `| head`'],
  [exitCodes.terminated, 'terminated (SIGTERM); the summary is still printed'],
];
