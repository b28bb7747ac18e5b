import type { AuditedRequest, Identity } from '../model/activity.ts';
import { shortened } from '../model/visible-text.ts';
import { isBuiltInController } from './built-in-controllers.ts';
import type { ActorDetail, ActorType } from './workload-change.ts';

const podNameKey = 'authentication.kubernetes.io/pod-name';
/**
 * The API server cuts a client's agent at 1,024 bytes and appends `...TRUNCATED` (pkg/apis/audit/types.go): a longer one is none that it
 * logged, and would be kept many times over.
 */
const longestAgent = 1_100;
const serviceAccountPrefix = 'system:serviceaccount:';

export function readActor(request: AuditedRequest): ActorDetail {
  // Whoever looks at a request asks several times in a row.
  if (last?.request !== request) last = { request, actor: actorOf(request) };
  return last.actor;
}

let last: { readonly request: AuditedRequest; readonly actor: ActorDetail } | undefined;

function actorOf(request: AuditedRequest): ActorDetail {
  const { user, impersonated } = request;
  const effective = impersonated ?? user;
  return {
    user: user.user,
    effectiveUser: effective.user,
    groups: user.groups,
    effectiveGroups: effective.groups,
    impersonated: impersonated !== undefined,
    userAgent: shortened(request.userAgent, longestAgent),
    sourceIPs: request.sourceIPs,
    pod: podOf(user),
    type: typeOf(user),
    effectiveType: typeOf(effective),
  };
}

/** A manifest has no actor yet. */
export const nobody: ActorDetail = {
  user: '',
  effectiveUser: '',
  groups: [],
  effectiveGroups: [],
  impersonated: false,
  userAgent: '',
  sourceIPs: [],
  pod: '',
  type: 'none',
  effectiveType: 'none',
};

function typeOf(identity: Identity): ActorType {
  const { user } = identity;
  if (user === '') return 'none';
  if (user === 'system:anonymous' || identity.groups.includes('system:unauthenticated')) return 'anonymous';
  if (user.startsWith('system:node:')) return 'node';
  if (isBuiltInController(user)) return 'controller';
  return user.startsWith(serviceAccountPrefix) ? 'serviceaccount' : 'user';
}

/** The pod that a bound service-account token belongs to (KEP-4193); the account's namespace is the pod's. */
function podOf(identity: Identity): string {
  const pod = Object.hasOwn(identity.extra, podNameKey) ? identity.extra[podNameKey]?.[0] : undefined;
  if (pod === undefined || !identity.user.startsWith(serviceAccountPrefix)) return '';
  return `${identity.user.slice(serviceAccountPrefix.length).split(':')[0]}/${pod}`;
}
