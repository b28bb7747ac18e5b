import type { Finding, Incident } from '../model/finding.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Decoded } from '../model/seams.ts';
import type { Commit, JournalEntry, MemoryChange, Position } from '../model/store.ts';

/** Gathers what comes of a stretch of input until it is committed. */
export interface Draft {
  finding(finding: Finding): void;
  refusal(refusal: Refusal): void;
  decoded(decoded: Decoded): void;
  journal(entry: JournalEntry): void;
  seen(identity: string): void;
  position(position: Position): void;
  count(name: string, more?: number): void;
  /** The time of an activity, RFC 3339. */
  time(text: string): void;
  /** The latest time since the last call, milliseconds since 1970; 0 if there is none. */
  takeNewest(): number;
  /** The commit; the draft is empty again. */
  take(at: number, rest: Rest): Commit;
}

interface Rest {
  readonly incidents: readonly Incident[];
  readonly memory: ReadonlyMap<string, readonly MemoryChange[]>;
}

export function createDraft(): Draft {
  let findings: Finding[] = [];
  let refusals: Refusal[] = [];
  let journal: JournalEntry[] = [];
  let seen: string[] = [];
  let positions: Position[] = [];
  let counts = new Map<string, number>();
  let newest = '';
  const count = (name: string, more = 1): void => {
    counts.set(name, (counts.get(name) ?? 0) + more);
  };
  const refusal = (refused: Refusal): void => {
    count('refused');
    refusals.push(refused);
  };
  return {
    finding: finding => {
      count('findings');
      findings.push(finding);
    },
    refusal,
    decoded: decoded => {
      if (decoded.skipped > 0) count('skipped', decoded.skipped);
      for (const refused of decoded.refusals) refusal(refused);
    },
    journal: entry => void journal.push(entry),
    seen: identity => void seen.push(identity),
    position: position => void positions.push(position),
    count,
    // The API server's times sort like their texts.
    time: text => {
      if (text > newest) newest = text;
    },
    takeNewest: () => {
      const time = Date.parse(newest);
      newest = '';
      return Number.isNaN(time) ? 0 : time;
    },
    take: (at, rest) => {
      const commit = { at, ...rest, findings, refusals, journal, seen, positions, counts };
      findings = [];
      refusals = [];
      journal = [];
      seen = [];
      positions = [];
      counts = new Map();
      return commit;
    },
  };
}
