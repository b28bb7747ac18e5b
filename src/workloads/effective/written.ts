import type { AuditedRequest } from '../../model/activity.ts';
import type { JsonObject } from '../../model/json.ts';
import { isObject, stringAt } from '../../model/json.ts';
import { changedAt, isSame, valueAt, withoutFields } from './edit.ts';
import type { Effective } from './effective.ts';
import { effective, isKnown } from './effective.ts';
import { ownersAfter } from './owners.ts';
import { prepared } from './prepared.ts';
import type { Target } from './reading/target.ts';
import type { ManagerEntry } from './server-side-apply/managed-fields.ts';
import { readManagers, withManagers, withoutManagers } from './server-side-apply/managed-fields.ts';

/** Create and update: the whole object is sent. */
export function written(
  before: Effective | undefined,
  request: AuditedRequest,
  target: Target,
): Effective | undefined {
  const sent = request.requestObject;
  if (!isObject(sent) || (stringAt(sent, 'kind') ?? target.kind.kind) !== target.kind.kind) return undefined;
  const object = prepared(sent, target, before?.object);
  const managers = before === undefined ? [] : managersBefore(before, sent);
  const live = before === undefined ? {} : withoutManagers(before.object);
  const owned = withManagers(object, ownersAfter({ live, object, managers, request, target }));
  return before === undefined ? withSharedLabels(owned) : effective(owned);
}

/** What a write takes over is told by comparing: with an object of which not all is known, it is not told. */
function managersBefore(before: Effective, sent: JsonObject): readonly ManagerEntry[] | undefined {
  return isKnown(before) ? (readManagers(sent) ?? readManagers(before.object)) : undefined;
}

const labelsPath = ['metadata', 'labels'] as const;
const templateLabels = ['spec', 'template', 'metadata', 'labels'] as const;
const isJobName = (key: string): boolean => key === 'job-name' || key === 'batch.kubernetes.io/job-name';

/**
 * A Job without labels gets those of its template as the same Go map, so that it also gets what is added to that afterwards. What is
 * logged for a create is already defaulted: it does not tell such labels from the same ones written out.
 */
function withSharedLabels(object: JsonObject): Effective {
  const [labels, all] = [valueAt(object, labelsPath), valueAt(object, templateLabels)];
  if (object['kind'] !== 'Job' || !isObject(labels) || !isObject(all)) return effective(object);
  const added = Object.keys(all).filter(key => isJobName(key) && !Object.hasOwn(labels, key));
  if (added.length === 0 || !isSame(labels, withoutFields(all, new Set(added)))) return effective(object);
  return effective(
    changedAt(object, labelsPath, () => all),
    added.map(key => `metadata.labels.${key}`),
  );
}
