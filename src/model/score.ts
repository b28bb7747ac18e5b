/**
 * How far a change is from what is usual, in bits, as the sum of named parts. The printed sentences are made of the same numbers,
 * so that no part of a score is hidden: `bits` is the sum of the parts' bits.
 */
export interface Score {
  readonly bits: number;
  /** What the sum had to reach to be reported at medium or above, in bits. */
  readonly threshold: number;
  /** Largest first. Parts against suspicion are negative. */
  readonly parts: readonly ScorePart[];
  /** What would have made it ordinary: one sentence. */
  readonly counterfactual: string;
}

/** ATT&CK DET0206 names four things that defenders tune; a part that belongs to one of them says so. */
export const tunables = ['NamespaceScope', 'ImageRepository', 'ScheduleWindow', 'ExecutionCommand'] as const;
export type Tunable = (typeof tunables)[number];

export interface ScorePart {
  /** The feature's name, in kebab-case: `image-registry`. */
  readonly feature: string;
  /** `surprise`: improbable here, by history. `evidence`: typical of the technique (or, negative, of honest work) anywhere. */
  readonly kind: 'surprise' | 'evidence';
  readonly bits: number;
  /** What was observed, what is usual, with its support. Unescaped text from the log. */
  readonly sentence: string;
  readonly tunable?: Tunable;
  /** Of `total` changes in this context since `since` (RFC 3339, null if unknown), `seen` had this value. Absent where history says nothing. */
  readonly support?: { readonly seen: number; readonly total: number; readonly since: string | null };
}
