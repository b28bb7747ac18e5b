/** What an event is about, as logged; `""` where it does not say. */
export interface InterestingReference {
  readonly verb: string;
  readonly resource: string;
  readonly namespace: string;
  readonly subresource: string;
  /** The event has no field but those of audit.k8s.io/v1. Absent: it may have others. */
  readonly plain?: boolean;
}

/** The fields of an event, without what is in them. https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/ */
export const plainFields: ReadonlySet<string> = new Set([
  ...['kind', 'apiVersion', 'level', 'auditID', 'stage', 'requestURI', 'verb', 'user', 'impersonatedUser'],
  ...['authenticationMetadata', 'sourceIPs', 'userAgent', 'objectRef', 'responseStatus', 'requestObject'],
  ...['responseObject', 'requestReceivedTimestamp', 'stageTimestamp', 'annotations'],
]);

/**
 * What the detectors together may react to, so that a format can pass over the rest without parsing it. Every test
 * must be necessary: if it says no, no detector may react. Texts are compared as logged.
 */
export interface Interest {
  /** May a detector react to this verb and objectRef.resource (`""` if there is no objectRef), whatever else the event says? */
  pair(verb: string, resource: string): boolean;
  /** The same, told from namespace, subresource and fields as well. Asked only where `pair` says yes; absent: as it says. */
  readonly reference?: (reference: InterestingReference) => boolean;
  /** HTTP status codes that matter with any verb and resource. */
  readonly codes: ReadonlySet<number>;
  /** Does this user agent, user name or request URI matter with any verb and resource? Absent: none does. */
  readonly userAgent?: (text: string) => boolean;
  readonly username?: (text: string) => boolean;
  readonly requestURI?: (text: string) => boolean;
}
