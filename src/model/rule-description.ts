/** What a rule says about itself, for those who explain findings. Absent text is `""`, absent lists are empty. */
export interface RuleDescription {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly references: readonly string[];
  /** As in the rule: `attack.t1053.007`, `attack.persistence`. */
  readonly tags: readonly string[];
  readonly falsepositives: readonly string[];
  /** What the rule cannot see. */
  readonly blindspots: readonly string[];
  /** What to do when it fires. */
  readonly response: readonly string[];
}

/** The rule behind a detector's id, if it is known. */
export type DescribeRule = (id: string) => RuleDescription | undefined;
