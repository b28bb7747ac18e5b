import type { AuditedRequest } from '../model/activity.ts';
import type { Actor } from '../model/actor.ts';
import { readActor } from '../workloads/read-actor.ts';
import type { ActorType } from '../workloads/workload-change.ts';

/** Who made a request, with what tells a controller from somebody who took its name. */
export interface Author extends Actor {
  /** Of the real user. */
  readonly type: ActorType;
  readonly impersonated: boolean;
  /** Id of the credential (`JTI=...` of a bound token, KEP-4193), or `""`. */
  readonly credential: string;
}

const credentialKey = 'authentication.kubernetes.io/credential-id';

export function readAuthor(request: AuditedRequest): Author {
  const { pod, type, impersonated, user, effectiveUser, groups, userAgent, sourceIPs } = readActor(request);
  const credential = Object.hasOwn(request.user.extra, credentialKey)
    ? (request.user.extra[credentialKey]?.[0] ?? '')
    : '';
  return {
    user,
    effectiveUser,
    groups,
    userAgent,
    sourceIPs,
    pod: pod === '' ? null : pod,
    type,
    impersonated,
    credential,
  };
}

/**
 * It acts for whoever wrote the template. By name, so two ways to take the name are excluded: impersonation, and a token
 * of its account that is bound to a pod: the controllers of kube-controller-manager run in no pod of their account.
 */
export const isController = ({ type, impersonated, pod }: Author): boolean =>
  type === 'controller' && !impersonated && pod === null;

/** The kubelet, which makes mirror pods. */
export const isNode = ({ type, impersonated }: Author): boolean => type === 'node' && !impersonated;

/** The same identity, whatever client it used. */
export const isSameIdentity = (a: Author, b: Author): boolean =>
  a.user === b.user && a.effectiveUser === b.effectiveUser;
