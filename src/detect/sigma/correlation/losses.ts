/** What correlations could not use or keep. */
export interface Losses {
  /** Matches older than what had been judged. */
  readonly late: number;
  /** Matches without a time. */
  readonly untimed: number;
  /** Groups, and events in them, forgotten before their time for want of memory. */
  readonly groups: number;
  readonly events: number;
  /** Events without a value for a group-by field. */
  readonly ungrouped: number;
  /** Events with more combinations of group-by values than are followed. */
  readonly crowded: number;
  /** Timespans of conditions with `not` that were not over. */
  readonly open: number;
}

export function lossSentences(losses: Losses): readonly string[] {
  const { late, untimed, groups, events, ungrouped, crowded, open } = losses;
  const sentences = [
    { count: late, text: `correlations left out ${late} matches that came too late` },
    { count: untimed, text: `correlations left out ${untimed} matches without a time` },
    {
      count: groups + events,
      text: `correlations forgot ${groups} groups and ${events} events before their time: too many to remember`,
    },
    { count: ungrouped, text: `correlations left out ${ungrouped} matches without a value to group by` },
    {
      count: crowded,
      text: `correlations followed ${crowded} matches only in part: too many values to group by`,
    },
    {
      count: open,
      text: `${open} timespans of correlations with "not" were not over at the end of the input`,
    },
  ];
  return sentences.filter(({ count }) => count > 0).map(({ text }) => text);
}
