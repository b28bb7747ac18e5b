import type { JsonObject } from '../model/json.ts';
import { booleanAt, listAt, objectAt } from '../model/json.ts';
import { actsAs } from './built-in-controllers.ts';
import { textAt } from './fields.ts';
import { groupOf, makersOf } from './kinds/kinds.ts';
import type { WorkloadKind } from './kinds/workload-kind.ts';
import type { ActorDetail, OwnerDetail } from './workload-change.ts';

const nobody: OwnerDetail = { group: '', kind: '', name: '', uid: '', controller: false };

/** The managing controller among the owner references, else the first owner. */
export function readOwner(object: JsonObject): OwnerDetail {
  const references = listAt(objectAt(object, 'metadata'), 'ownerReferences').slice(0, 64);
  const found = references.find(reference => booleanAt(reference, 'controller') === true) ?? references[0];
  if (found === undefined) return nobody;
  return {
    group: groupOf(textAt(found, 'apiVersion')),
    kind: textAt(found, 'kind'),
    name: textAt(found, 'name'),
    uid: textAt(found, 'uid'),
    controller: booleanAt(found, 'controller') ?? false,
  };
}

/**
 * Did the built-in controller of that owner make it? Owner references are written by clients, so the writer must be that
 * very controller, and not somebody who acts as it.
 */
export function isDerived({ kind, actor, owner }: Made): boolean {
  // The controllers of kube-controller-manager run in no pod of their accounts.
  if (actor.impersonated || actor.pod !== '' || !owner.controller) return false;
  return kind.owners.some(rule => rule.kind === owner.kind && actsAs(actor.user, rule.controller));
}

/** Did an account make it that is called as the controller of that owner, one of a third party, usually is? Believed less: see `MadeKind`. */
export function isOperated({ kind, actor, owner }: Made): boolean {
  if (actor.impersonated || !owner.controller || actor.type !== 'serviceaccount') return false;
  const account = actor.user.slice(actor.user.lastIndexOf(':') + 1);
  return makersOf(kind, owner).some(made => made.accounts.includes(account));
}

interface Made {
  readonly kind: WorkloadKind;
  readonly actor: ActorDetail;
  readonly owner: OwnerDetail;
}
