/**
 * How a run ended: 0 nothing found, 1 something found, 2 wrong use, configuration or rules, 3 input that could not be read (or
 * with `--strict`: partly unusable), 130 interrupted.
 */
export const exitCodes = { clean: 0, findings: 1, usage: 2, input: 3, interrupted: 130 } as const;
