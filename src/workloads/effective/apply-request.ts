import type { AuditedRequest } from '../../model/activity.ts';
import type { JsonObject } from '../../model/json.ts';
import { withAdmission } from './admission.ts';
import { isDeleted } from './deletion.ts';
import { withoutField } from './edit.ts';
import type { Effective } from './effective.ts';
import { effective, everything } from './effective.ts';
import { patched } from './patched.ts';
import type { Target } from './reading/target.ts';
import { answeredObject, headerOf, isGoing, targetOf } from './reading/target.ts';
import { withoutManagers } from './server-side-apply/managed-fields.ts';
import { bound, scaled, withEphemeralContainers } from './subresources.ts';
import { written } from './written.ts';

/**
 * The object after a request; undefined is none. What was refused, failed, rehearsed or not answered changes nothing. The answer
 * tells where it was logged; else it is reconstructed from what was asked, as the API server (1.37) would have done it.
 */
export function applyRequest(before: Effective | undefined, request: AuditedRequest): Effective | undefined {
  const target = request.outcome === 'allowed' ? targetOf(request) : undefined;
  if (target === undefined) return before;
  switch (target.reference.subresource) {
    case '':
      return ofObject(before, request, target);
    case 'scale':
      return scaled(before, request, target);
    case 'ephemeralcontainers':
      return changed(before, request, target, withEphemeralContainers);
    case 'resize':
      return changed(before, request, target, patched);
    case 'binding':
      return bound(before, request);
    case 'eviction':
      return undefined;
    // What a controller says of the state, and what leaves the object as it is.
    default:
      return before;
  }
}

type Change = (
  before: Effective | undefined,
  request: AuditedRequest,
  target: Target,
) => Effective | undefined;

function ofObject(
  before: Effective | undefined,
  request: AuditedRequest,
  target: Target,
): Effective | undefined {
  switch (request.verb) {
    case 'create':
      return changed(undefined, request, target, written);
    case 'update':
      return changed(request.code === 201 ? undefined : before, request, target, written);
    case 'patch':
      // A patch that creates is a server-side apply.
      return changed(request.code === 201 ? undefined : before, request, target, patched);
    case 'delete':
    case 'deletecollection':
      return isDeleted(before, request);
    default:
      return before;
  }
}

function changed(
  before: Effective | undefined,
  request: AuditedRequest,
  target: Target,
  change: Change,
): Effective | undefined {
  const answer = answeredObject(request, target);
  if (answer !== undefined) return isGoing(answer) ? undefined : effective(withoutField(answer, 'status'));
  const asked = request.truncated ? undefined : change(before, request, target);
  if (asked === undefined) return unseen(before, target);
  return withAdmission(withCountedTemplates(asked, before), request, target);
}

/** It changed, and how is not in the log. */
function unseen(before: Effective | undefined, target: Target): Effective {
  const object: JsonObject = withoutManagers(before?.object ?? headerOf(target).object);
  return effective(object, [everything]);
}

const counted = 'metadata.annotations.deprecated.daemonset.template.generation';

/** The server counts the changes of a DaemonSet's template: whether it changed is unknown where the template before was. */
function withCountedTemplates(after: Effective, before: Effective | undefined): Effective {
  if (after.object['kind'] !== 'DaemonSet' || before === undefined) return after;
  const isUnsure = before.unknown.some(
    path => path === everything || path === counted || path.startsWith('spec.template'),
  );
  return isUnsure ? effective(after.object, [...after.unknown, counted]) : after;
}
