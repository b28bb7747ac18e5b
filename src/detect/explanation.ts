/** Why a rule fired on an activity, or where it stopped: a tree that follows the rule's own structure. */
export interface Explanation {
  /** What was asked, in the rule's words: `selection`, `verb is one of create, delete`. Unescaped. */
  readonly label: string;
  readonly outcome: true | false | 'not-evaluated' | 'error';
  /** What was found: the value that decided, or why there is none. Unescaped text from the log. */
  readonly detail?: string;
  readonly children: readonly Explanation[];
}
