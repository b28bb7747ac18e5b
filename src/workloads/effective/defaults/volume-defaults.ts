import type { JsonObject } from '../../../model/json.ts';
import { objectAt } from '../../../model/json.ts';
import { each, filled, within } from './fill.ts';
import { isLatest } from './image-tag.ts';

const mode = 420;

/** pkg/apis/core/v1/defaults.go: SetDefaults_Volume and those of the sources. */
export function volumeDefaults(volume: JsonObject): JsonObject {
  const named = Object.keys(volume).some(key => key !== 'name' && objectAt(volume, key) !== undefined);
  let result = named ? volume : filled(volume, { emptyDir: {} });
  for (const [source, defaults] of plain) result = within(result, source, found => filled(found, defaults));
  result = within(result, 'downwardAPI', found => each(found, 'items', itemDefaults));
  result = within(result, 'projected', found => each(found, 'sources', projectionDefaults));
  result = within(result, 'ephemeral', found => within(found, 'volumeClaimTemplate', claimDefaults));
  return within(result, 'image', found =>
    filled(found, { pullPolicy: isLatest(found['reference']) ? 'Always' : 'IfNotPresent' }),
  );
}

const plain = new Map<string, { readonly [key: string]: string | number | boolean }>([
  ['secret', { defaultMode: mode }],
  ['configMap', { defaultMode: mode }],
  ['downwardAPI', { defaultMode: mode }],
  ['projected', { defaultMode: mode }],
  ['hostPath', { type: '' }],
  ['iscsi', { iscsiInterface: 'default' }],
  ['rbd', { pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' }],
  ['azureDisk', { cachingMode: 'ReadWrite', fsType: 'ext4', readOnly: false, kind: 'Shared' }],
  ['scaleIO', { storageMode: 'ThinProvisioned', fsType: 'xfs' }],
]);

export function claimDefaults(claim: JsonObject): JsonObject {
  return within(claim, 'spec', spec => filled(spec, { volumeMode: 'Filesystem' }));
}

/** A field of the pod without a version is of v1. */
export function itemDefaults(item: JsonObject): JsonObject {
  return within(item, 'fieldRef', field => filled(field, { apiVersion: 'v1' }));
}

function projectionDefaults(source: JsonObject): JsonObject {
  const token = within(source, 'serviceAccountToken', found => filled(found, { expirationSeconds: 3_600 }));
  return within(token, 'downwardAPI', found => each(found, 'items', itemDefaults));
}
