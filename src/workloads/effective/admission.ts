import type { AuditedRequest } from '../../model/activity.ts';
import type { Json } from '../../model/json.ts';
import { booleanAt, fieldOf, isObject } from '../../model/json.ts';
import type { Effective } from './effective.ts';
import { effective, everything } from './effective.ts';
import { jsonPatch } from './patches/json-patch.ts';
import { prepared } from './prepared.ts';
import type { Target } from './reading/target.ts';

const patchKey = /^patch\.webhook\.admission\.k8s\.io\/round_(\d+)_index_(\d+)$/;
const mutationKey = /^mutation\.webhook\.admission\.k8s\.io\/round_\d+_index_\d+$/;

/**
 * What webhooks changed of what was asked: their patches are annotations of the event at level Request, and at Metadata that there
 * was one. Policies that mutate leave no trace in the log.
 */
export function withAdmission(asked: Effective, request: AuditedRequest, target: Target): Effective {
  const patches = Object.entries(request.annotations)
    .filter(([key]) => patchKey.test(key))
    .toSorted(([a], [b]) => rank(a) - rank(b));
  const mutated = Object.entries(request.annotations).filter(
    ([key, value]) => mutationKey.test(key) && booleanAt(parsed(value), 'mutated') === true,
  );
  if (mutated.length > patches.length) return effective(asked.object, [everything]);
  if (patches.length === 0) return asked;
  let object: Json = asked.object;
  for (const [, text] of patches) {
    const result = jsonPatch(object, operationsOf(text));
    if (!result.ok) return effective(asked.object, [everything]);
    object = result.value;
  }
  if (!isObject(object)) return effective(asked.object, [everything]);
  const managed = fieldOf(object['metadata'], 'managedFields');
  const result = prepared(object, target, asked.object);
  const metadata = result['metadata'];
  return effective(
    managed === undefined || !isObject(metadata)
      ? result
      : { ...result, metadata: { ...metadata, managedFields: managed } },
    asked.unknown,
  );
}

function rank(key: string): number {
  const [, round = '0', index = '0'] = patchKey.exec(key) ?? [];
  return Number(round) * 1_000_000 + Number(index);
}

function operationsOf(text: string): readonly Json[] {
  const patch = fieldOf(parsed(text), 'patch');
  return Array.isArray(patch) ? patch : [null];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
