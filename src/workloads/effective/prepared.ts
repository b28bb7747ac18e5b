import type { Json, JsonObject } from '../../model/json.ts';
import { booleanAt, objectAt, stringAt } from '../../model/json.ts';
import { stored } from './defaults/defaults.ts';
import { changedAt, isSame, valueAt, withField, withoutFields } from './edit.ts';
import type { Target } from './reading/target.ts';
import { headerOf } from './reading/target.ts';

const serverFields = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'selfLink',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
]);
const kept = ['uid', 'creationTimestamp', 'generateName'] as const;

/** What is sent, as it is stored: under the request's own name, without what only the server sets, with defaults. */
export function prepared(sent: JsonObject, target: Target, before: JsonObject | undefined): JsonObject {
  const header = headerOf(target).object;
  const metadata: JsonObject = {
    ...withoutFields(objectAt(sent, 'metadata') ?? {}, serverFields),
    ...objectAt(header, 'metadata'),
    ...keptOf(before),
  };
  const object: JsonObject = { ...header, ...withoutFields(sent, new Set(['status'])), metadata };
  if (target.type === undefined) return object;
  const made = before === undefined ? asMade(object, target) : object;
  const result = stored(made, target.kind.kind);
  return target.kind.kind === 'DaemonSet' ? withTemplateGeneration(result, before) : result;
}

function keptOf(before: JsonObject | undefined): JsonObject {
  const metadata = objectAt(before, 'metadata');
  if (metadata === undefined) return {};
  return Object.fromEntries(
    kept.filter(key => Object.hasOwn(metadata, key)).map(key => [key, metadata[key]] as const),
  );
}

/** What the server adds when it makes a Job or a Pod, as far as it can be told. */
function asMade(object: JsonObject, { kind }: Target): JsonObject {
  if (kind.kind === 'Job') return withJobLabels(object);
  return kind.kind === 'Pod' ? withAccount(object) : object;
}

const jobLabels = ['job-name', 'batch.kubernetes.io/job-name'] as const;

/** pkg/registry/batch/job/strategy.go: `generateSelector`. The labels with the uid are the server's secret. */
function withJobLabels(object: JsonObject): JsonObject {
  const name = stringAt(objectAt(object, 'metadata'), 'name') ?? '';
  if (name === '' || booleanAt(objectAt(object, 'spec'), 'manualSelector') === true) return object;
  let result = object;
  for (const label of jobLabels) {
    result = changedAt(
      result,
      ['spec', 'template', 'metadata', 'labels', label],
      (value: Json | undefined) => value ?? name,
    );
  }
  return result;
}

/** The admission plugin ServiceAccount is on in every cluster; mirror pods have no account. */
function withAccount(object: JsonObject): JsonObject {
  const spec = objectAt(object, 'spec');
  const annotations = objectAt(objectAt(object, 'metadata'), 'annotations');
  if (spec === undefined || annotations?.['kubernetes.io/config.mirror'] !== undefined) return object;
  const account = stringAt(spec, 'serviceAccountName') || stringAt(spec, 'serviceAccount') || 'default';
  return withField(object, 'spec', { ...spec, serviceAccountName: account });
}

const generation = ['metadata', 'annotations', 'deprecated.daemonset.template.generation'] as const;
const templatePath = ['spec', 'template'] as const;

/** The server counts the changes of a DaemonSet's template in an annotation, whatever is sent for it. */
function withTemplateGeneration(object: JsonObject, before: JsonObject | undefined): JsonObject {
  const old =
    before === undefined ? Number(valueAt(object, generation) ?? 1) : Number(valueAt(before, generation));
  if (!Number.isSafeInteger(old)) return changedAt(object, generation, () => undefined);
  const isChanged =
    before !== undefined && !isSame(valueAt(before, templatePath), valueAt(object, templatePath));
  return changedAt(object, generation, () => String(Math.max(1, isChanged ? old + 1 : old)));
}
