import type { JsonObject } from './json.ts';
import type { NodeActivity } from './node-activity.ts';
import type { Origin } from './origin.ts';

/** Something that was done, or (a manifest) is about to be done, to a cluster. */
export type Activity = AuditActivity | ManifestActivity | NodeActivity;

/** One event of the Kubernetes audit log, whatever envelope it came in. */
export interface AuditActivity {
  readonly type: 'audit';
  readonly cluster: string;
  readonly origin: Origin;
  /** The format it was decoded from: `kubernetes-audit`, `eks`, `gke`, ... */
  readonly format: string;
  /**
   * The event under the field names of audit.k8s.io/v1: what Sigma rules match. Bodies may be parsed on first
   * access, so read it only while the activity is being inspected.
   */
  readonly event: JsonObject;
  /** The same event as exact types, under the same condition. */
  readonly request: AuditedRequest;
}

/** A Kubernetes object in a file under review. */
export interface ManifestActivity {
  readonly type: 'manifest';
  readonly cluster: string;
  readonly origin: Origin;
  readonly format: string;
  readonly object: JsonObject;
  /** The template that it was rendered from, where the file says so (Helm's `# Source:` comment). */
  readonly renderedFrom?: string;
}

/** https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/ */
export type AuditLevel = 'None' | 'Metadata' | 'Request' | 'RequestResponse' | 'unknown';

export type AuditStage = 'RequestReceived' | 'ResponseStarted' | 'ResponseComplete' | 'Panic' | 'unknown';

/**
 * What became of a request. `allowed` is done and durable; `dry-run` was answered like a success but changed
 * nothing; `refused` is 401, 403 or a deny decision; `failed` is any other error; `unanswered` has no status of its own
 * (stage RequestReceived, or the invented 200 "Connection closed early" of the API server's filters/audit.go).
 */
export type Outcome = 'allowed' | 'dry-run' | 'refused' | 'failed' | 'unanswered';

export interface Identity {
  readonly user: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra: { readonly [key: string]: readonly string[] };
}

export interface ObjectReference {
  /** `""` for the core group. */
  readonly group: string;
  readonly version: string;
  /** Lower-case plural: `cronjobs`. */
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/**
 * An audit event in exact types. Absent text is `""`, absent lists are empty. Properties may be worked out when they are read: copy one with
 * `copiedRequest`, not with `...`.
 */
export interface AuditedRequest {
  readonly auditId: string;
  readonly level: AuditLevel;
  readonly stage: AuditStage;
  /** create, update, patch, delete, deletecollection, get, list, watch, ... */
  readonly verb: string;
  readonly uri: string;
  /** Who authenticated. */
  readonly user: Identity;
  /** Whom the user acted as, if it impersonated somebody. */
  readonly impersonated?: Identity | undefined;
  readonly sourceIPs: readonly string[];
  readonly userAgent: string;
  readonly object?: ObjectReference | undefined;
  readonly code?: number | undefined;
  readonly message: string;
  readonly outcome: Outcome;
  readonly dryRun: boolean;
  /** The `fieldManager` of the URI. */
  readonly fieldManager: string;
  /** RFC 3339 with microseconds, as logged; `""` if absent. */
  readonly receivedAt: string;
  /** The stage's time, RFC 3339; `receivedAt` where it is absent. */
  readonly at: string;
  readonly annotations: { readonly [key: string]: string };
  /** As sent: before defaulting, admission, conversion and merge. */
  readonly requestObject?: JsonObject | readonly JsonObject[] | undefined;
  /** As stored. */
  readonly responseObject?: JsonObject | undefined;
  /**
   * The beginning of `responseObject`, cheaper to read: kind, apiVersion, and the metadata at least without managedFields.
   */
  readonly responseHead?: JsonObject | undefined;
  /** The bodies were too large for the log and left out: unknown, not absent. */
  readonly truncated: boolean;
}
