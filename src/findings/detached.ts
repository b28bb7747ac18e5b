import type { Actor } from '../model/actor.ts';
import type { Evidence } from '../model/signal.ts';
import type { Workload } from '../model/workload.ts';

/**
 * A text that keeps nothing else alive. V8 makes a long piece of a string a view of the whole, so that a name kept from a
 * log could hold its line of 12 kB; joined and cut again it is a view of a string of its own. Pieces under 13 units are
 * copied anyway (v8/src/objects/string.h, SlicedString::kMinLength).
 */
export function detached(text: string): string {
  return text.length < 13 ? text : ` ${text}`.slice(1);
}

export function detachedWorkload({ cluster, group, kind, namespace, name, uid }: Workload): Workload {
  return {
    cluster: detached(cluster),
    group: detached(group),
    kind: detached(kind),
    namespace: detached(namespace),
    name: detached(name),
    uid: detached(uid),
  };
}

export function detachedActor(actor: Actor): Actor {
  const { user, effectiveUser, groups, userAgent, sourceIPs, pod } = actor;
  return {
    user: detached(user),
    effectiveUser: user === effectiveUser ? user : detached(effectiveUser),
    groups: groups.map(detached),
    userAgent: detached(userAgent),
    sourceIPs: sourceIPs.map(detached),
    pod: pod === null ? null : detached(pod),
  };
}

export function detachedEvidence({ source, file, line, auditID, time }: Evidence): Evidence {
  return { source, file, line, auditID: detached(auditID), time: time === null ? null : detached(time) };
}
