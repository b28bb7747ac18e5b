/** In rising order; the names are Sigma's levels. */
export const severities = ['informational', 'low', 'medium', 'high', 'critical'] as const;

export type Severity = (typeof severities)[number];

export const severityRank = (severity: Severity): number => severities.indexOf(severity);

export const atLeast = (severity: Severity, floor: Severity): boolean =>
  severityRank(severity) >= severityRank(floor);

export const higherOf = (a: Severity, b: Severity): Severity => (atLeast(a, b) ? a : b);

export const isSeverity = (text: string): text is Severity => severities.some(severity => severity === text);
