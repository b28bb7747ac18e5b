/** In rising order. */
export const levels = ['None', 'Metadata', 'Request', 'RequestResponse'] as const;

export type Level = (typeof levels)[number];

export const levelRank = (level: Level): number => levels.indexOf(level);

export const reaches = (level: Level, needed: Level): boolean => levelRank(level) >= levelRank(needed);

export const higherLevel = (a: Level, b: Level): Level => (reaches(a, b) ? a : b);

export const lowerLevel = (a: Level, b: Level): Level => (reaches(a, b) ? b : a);
