import type { AuditedRequest } from '../../model/activity.ts';
import { copiedRequest } from '../../model/copied-request.ts';
import { fieldOf, isObject, listAt, numberAt, objectAt, stringAt } from '../../model/json.ts';
import { changedAt, valueAt } from './edit.ts';
import type { Effective } from './effective.ts';
import { effective } from './effective.ts';
import { ownersAfter } from './owners.ts';
import { patched } from './patched.ts';
import { jsonPatch } from './patches/json-patch.ts';
import type { Target } from './reading/target.ts';
import { readManagers, withManagers, withoutManagers } from './server-side-apply/managed-fields.ts';

const replicas = ['spec', 'replicas'] as const;
const replicasPath = 'spec.replicas';

/** A Scale, put or patched. Of an object that was never seen nothing is known thereby. */
export function scaled(
  before: Effective | undefined,
  request: AuditedRequest,
  target: Target,
): Effective | undefined {
  if (before === undefined || (request.verb !== 'update' && request.verb !== 'patch')) return before;
  const number = numberOfReplicas(before, request);
  // A custom resource may keep the number elsewhere.
  const isThere = target.type !== undefined || valueAt(before.object, replicas) !== undefined;
  if (number === undefined || !isThere) return effective(before.object, [...before.unknown, replicasPath]);
  const live = withoutManagers(before.object);
  const object = changedAt(live, replicas, () => number);
  const owners = ownersAfter({ live, object, managers: readManagers(before.object), request, target });
  return effective(
    withManagers(object, owners),
    before.unknown.filter(path => path !== replicasPath),
  );
}

function numberOfReplicas({ object }: Effective, request: AuditedRequest): number | undefined {
  const { responseObject, requestObject } = request;
  if (stringAt(responseObject, 'kind') === 'Scale')
    return numberAt(objectAt(responseObject, 'spec'), 'replicas') ?? 0;
  if (requestObject === undefined) return undefined;
  const scale = { spec: { replicas: valueAt(object, replicas) ?? 1 } };
  if (isObject(requestObject)) {
    const asked = fieldOf(objectAt(requestObject, 'spec'), 'replicas');
    if (typeof asked === 'number') return asked;
    // A whole Scale without the number asks for none.
    return request.verb === 'update' ? 0 : undefined;
  }
  const result = jsonPatch(scale, requestObject);
  return result.ok ? numberAt(objectAt(result.value, 'spec'), 'replicas') : undefined;
}

/** A Pod with them, put or patched; until 1.22 a list of the kind EphemeralContainers. Nothing else of the pod changes. */
export function withEphemeralContainers(
  before: Effective | undefined,
  request: AuditedRequest,
  target: Target,
): Effective | undefined {
  const after = wholePod(before, request, target);
  if (after === undefined || before === undefined) return after;
  const list = fieldOf(objectAt(after.object, 'spec'), 'ephemeralContainers');
  const object = changedAt(before.object, ['spec', 'ephemeralContainers'], () => list);
  return effective(object, [
    ...before.unknown,
    ...after.unknown.filter(path => path.startsWith('spec.ephemeralContainers')),
  ]);
}

function wholePod(
  before: Effective | undefined,
  request: AuditedRequest,
  target: Target,
): Effective | undefined {
  const { requestObject } = request;
  if (request.verb === 'patch') return patched(before, request, target);
  if (!isObject(requestObject)) return undefined;
  const old = stringAt(requestObject, 'kind') === 'EphemeralContainers';
  const list = listAt(old ? requestObject : objectAt(requestObject, 'spec'), 'ephemeralContainers');
  const patch = { spec: { ephemeralContainers: list } };
  return patched(before, copiedRequest(request, { requestObject: patch }), target);
}

/** The scheduler binds a pod to its node. */
export function bound(
  before: Effective | undefined,
  { requestObject }: AuditedRequest,
): Effective | undefined {
  if (before === undefined) return undefined;
  const node = stringAt(objectAt(requestObject, 'target'), 'name');
  if (node === undefined) return effective(before.object, [...before.unknown, 'spec.nodeName']);
  return effective(
    changedAt(before.object, ['spec', 'nodeName'], () => node),
    before.unknown,
  );
}
