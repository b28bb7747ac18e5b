import type { Actor } from './actor.ts';

/** How sure something is that the log tells only in parts. `certain` is never wrong where the log is whole. */
export type Confidence = 'certain' | 'probable' | 'unknown';

/** Where a workload comes from and what came of it. */
export interface WorkloadLineage {
  /** From the workload upwards; itself first, then its owners. */
  readonly chain: readonly LineageLink[];
  /** Who last changed what it runs; null where the log does not tell. Never a controller of Kubernetes. */
  readonly author: LineageAuthor | null;
  /** What its controllers made of it since; absent for what makes nothing. */
  readonly started?: StartedWork;
}

export interface LineageLink {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** `""` where it was not logged. */
  readonly uid: string;
  /** `target`: the workload itself; `made`: the one before was made from its template; `claimed`: the one before says that it belongs to it. */
  readonly relation: 'target' | 'made' | 'claimed';
  /** Of the link to it from the one before. */
  readonly confidence: Confidence;
  /** Sentences; unescaped text of the log. */
  readonly evidence: readonly string[];
}

export interface LineageAuthor extends Actor {
  readonly confidence: Confidence;
  /** Why it is this one, in a sentence. */
  readonly reason: string;
  /** RFC 3339. */
  readonly time: string;
}

/** Jobs, pods and others that controllers made of a workload after a moment. */
export interface StartedWork {
  /** RFC 3339: since the change that the incident is about. */
  readonly since: string;
  readonly byKind: readonly { readonly kind: string; readonly count: number }[];
  /** The first few. */
  readonly examples: readonly {
    readonly kind: string;
    readonly name: string;
    readonly time: string;
  }[];
  /** RFC 3339; null where there is none. */
  readonly last: string | null;
  /** The lowest of the links down to them. */
  readonly confidence: Confidence;
}

/** One thing of a workload that is not as it was. */
export interface ChangedField {
  /** `image`, `command`, `schedule`, ...: the fields of `changes` of own rules. */
  readonly field: string;
  /** The container's name; `""` where it is not about one. */
  readonly container: string;
  /** In words, `""` where there was nothing. Never the value of a variable. Unescaped text of the log. */
  readonly from: string;
  readonly to: string;
}
