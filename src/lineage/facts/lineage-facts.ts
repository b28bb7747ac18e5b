import type { Confidence } from '../../model/lineage.ts';

/**
 * What the log tells of an object's origin when it is written: the variable `lineage` of own rules. Every field is always there; what is
 * not known is said to be unknown, so that a rule which asks for a certain answer is silent where there is none.
 */
export interface LineageFacts {
  /** The request made the object: a patch or an update may, too. */
  readonly created: boolean;
  /** none: it names no owner; made: a controller made it from its owner; claimed: its author only says so. */
  readonly relation: 'none' | 'made' | 'claimed';
  readonly confidence: Confidence;
  readonly owner: OwnerFacts;
  /** What it runs beside what its owner's template runs; earlier: as the owner's did before. */
  readonly template: 'none' | 'same' | 'earlier' | 'differs' | 'unknown';
  /** In what: images, commands, environment, ... Empty unless the template differs. */
  readonly differences: readonly string[];
  readonly run: RunFacts;
  /** An object of this name that ran the same and had the same owner was deleted before: it is put back. */
  readonly recreated: boolean;
  /** What this request did to the ownerReferences of an object that was there. */
  readonly ownerChange: 'none' | 'added' | 'removed' | 'replaced' | 'unknown';
  /** `CronJob nightly`, before the change; empty if there was none or it is not known. */
  readonly ownerBefore: string;
  /** It is deleted so that what it made goes on without an owner. */
  readonly orphaning: boolean;
  /** What goes on: `Job nightly-29999999`; the first ten. */
  readonly orphans: readonly string[];
  /** Workloads of others whose pods its selector matches: `Deployment web`. */
  readonly captures: readonly string[];
  /** Workloads of others that take it for their own pod. */
  readonly capturedBy: readonly string[];
  readonly namespace: NamespaceFacts;
  readonly identity: IdentityFacts;
}

export interface OwnerFacts {
  /**
   * Of the object that it names: none: it names none; alive; deleted: it was deleted before; replaced: another object has its name; unknown:
   * it is not in the log.
   */
  readonly state: 'none' | 'alive' | 'deleted' | 'replaced' | 'unknown';
  /** For so many seconds it has not been there; -1 if it is, or that is not known. */
  readonly goneSeconds: number;
  /** Who last changed what it runs, as whom; empty if not known. */
  readonly author: string;
}

/** Of a Job that has the name or the annotation of a scheduled run. */
export interface RunFacts {
  /** The CronJob in its owner references, or one in the log after which it is named; else empty. */
  readonly cronJob: string;
  /** Its name ends as the controller's do: in minutes since 1970 (in seconds until 1.21); else empty. */
  readonly unit: '' | 'minutes' | 'seconds';
  /** RFC 3339; empty if the name tells none. */
  readonly minute: string;
  /** Has the CronJob's schedule that minute? */
  readonly due: 'yes' | 'no' | 'unknown';
  /** The annotation with the scheduled time: does it say the minute of the name? */
  readonly stamp: 'none' | 'same' | 'other';
  /** The minute was still to come. */
  readonly early: boolean;
}

/** What its namespace has seen so far, this request included. */
export interface NamespaceFacts {
  /** Pods that controllers, or others for an owner, made. */
  readonly pods: number;
  /** Pods that nobody owns. */
  readonly barePods: number;
}

/** Of the one who made the request. */
export interface IdentityFacts {
  /** Of the built-in controllers, which run in one program: is the user agent, by its product, or the address one that they usually have? */
  readonly agent: 'usual' | 'new' | 'unknown';
  readonly address: 'usual' | 'new' | 'unknown';
  /** Somebody else who uses the address, who is no part of Kubernetes; else empty. */
  readonly addressOf: string;
  /** Who asked for the token that was used, if that was no node and no controller; else empty. */
  readonly tokenOf: string;
}

const owner: OwnerFacts = { state: 'none', goneSeconds: -1, author: '' };
const run: RunFacts = { cronJob: '', unit: '', minute: '', due: 'unknown', stamp: 'none', early: false };
const identity: IdentityFacts = { agent: 'unknown', address: 'unknown', addressOf: '', tokenOf: '' };

/** Of what is no request, or one that was not carried out. */
export const noFacts: LineageFacts = {
  created: false,
  relation: 'none',
  confidence: 'unknown',
  owner,
  template: 'none',
  differences: [],
  run,
  recreated: false,
  ownerChange: 'none',
  ownerBefore: '',
  orphaning: false,
  orphans: [],
  captures: [],
  capturedBy: [],
  namespace: { pods: 0, barePods: 0 },
  identity,
};
