/** What was learned counts half after so many days. */
const halfLifeDays = 28;

/** The factor by which a count has faded after so many days. */
export const halved = (days: number): number => (days <= 0 ? 1 : 2 ** (-days / halfLifeDays));

export const dayOf = (milliseconds: number): number => Math.floor(milliseconds / 86_400_000);

/** `2026-05-03` */
export const dateOfDay = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** The first eight times on a day count whole, the next eight half, then a third: a burst teaches little. */
export const weightOfRepetition = (before: number): number => 1 / (1 + Math.floor(before / 8));
