/** Questions that only the rest of the input answers, each asked again until it is answered or its time is over. */
export interface Waiting<Question> {
  /** Milliseconds since 1970: when it happened. */
  add(question: Question, at: number): void;
  /** Those whose time is over, when so much time has passed; oldest first. */
  due(now: number): readonly Question[];
  all(): readonly Question[];
  size(): number;
}

interface Entry<Question> {
  readonly question: Question;
  readonly at: number;
}

/** Audit events come up to some 90 seconds late (five attempts of a webhook), clocks of nodes differ a little. */
const patience = 120_000;

export function createWaiting<Question>(limit: number): Waiting<Question> {
  // Nearly in order: entries are moved by a few places at most.
  let entries: Entry<Question>[] = [];
  return {
    add(question, at) {
      let place = entries.length;
      while (place > 0 && (entries[place - 1]?.at ?? 0) > at) place -= 1;
      entries.splice(place, 0, { question, at });
    },
    due(now) {
      let count = 0;
      while (
        count < entries.length &&
        ((entries[count]?.at ?? 0) + patience < now || entries.length - count > limit)
      )
        count += 1;
      if (count === 0) return none;
      const ready = entries.slice(0, count).map(({ question }) => question);
      entries = entries.slice(count);
      return ready;
    },
    all() {
      const left = entries.map(({ question }) => question);
      entries = [];
      return left;
    },
    size: () => entries.length,
  };
}

const none: readonly never[] = [];
