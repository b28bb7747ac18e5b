/**
 * How many list items one evaluation may go through. Rules nest loops, so a hostile object of some kilobytes could keep
 * one busy for hours. A rule that runs out fails, and is counted as failed.
 */
const limit = 200_000;

let left = limit;

/** A new evaluation begins. */
export function renewBudget(): void {
  left = limit;
}

/** Throws when there is nothing left. */
export function spend(items: number): void {
  left -= items + 1;
  if (left < 0) throw new Error(`the object is too large for this rule: more than ${limit} steps`);
}
