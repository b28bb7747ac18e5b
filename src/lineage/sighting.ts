import type { Evidence } from '../model/signal.ts';
import type { OwnerDetail } from '../workloads/workload-change.ts';
import type { Author } from './author.ts';
import type { Shape } from './shape.ts';

/** An object by what never changes of it, whichever version of the API served it. */
export interface ObjectName {
  readonly cluster: string;
  /** `jobs`; with its group where that is not built in: `jobs.batch.volcano.sh`. */
  readonly resource: string;
  /** `""` for what has none, or where the request does not say. */
  readonly namespace: string;
  /** `""` where the server makes the name and no body tells which. */
  readonly name: string;
}

/** An owner as ownerReferences name it; it stands in the same namespace, or in none. */
export interface OwnerReference extends OwnerDetail {
  /** As in `ObjectName`. */
  readonly resource: string;
}

/**
 * What one request says about one object. `create`, `change` and `delete` are done; `seen` is a controller's or a node's writing of status, or a binding: the object existed, nothing more.
 */
export interface Sighting {
  readonly verb: 'create' | 'change' | 'delete' | 'seen';
  readonly object: ObjectName;
  /** `CronJob`; the resource where no body tells and it is not built in. */
  readonly kind: string;
  readonly uid: string;
  /** Asked for by the author of a `create`: the server made the name. */
  readonly generateName: string;
  /** When the request arrived and when it was answered, microseconds since 1970. */
  readonly from: number;
  readonly at: number;
  readonly author: Author;
  /** Through which field manager, or `""`. */
  readonly fieldManager: string;
  /** undefined where no body tells. */
  readonly owner?: OwnerReference | undefined;
  /** The object after it, where a whole body tells. */
  readonly shape?: Shape | undefined;
  /** What a partial body, or none, lets suppose. */
  readonly touches: Touch;
  /** `scale`, `ephemeralcontainers`, `binding`, ... */
  readonly subresource: string;
  /** metadata.resourceVersion after it, 0 if unknown: order within one object. */
  readonly version: number;
  /** metadata.generation after it, 0 if unknown: one more with each change of the spec. */
  readonly generation: number;
  readonly dialect: 'create' | 'update' | 'apply' | 'patch' | 'other';
  readonly evidence: Evidence;
}

/** Which part of a workload a change touches: what its pods run, the rest of their template, anything else, or it cannot be told. */
export type Touch = 'runs' | 'template' | 'other' | 'unknown';
