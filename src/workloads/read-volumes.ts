import { posix } from 'node:path';
import type { Json, JsonObject } from '../model/json.ts';
import { isObject, listAt, objectAt } from '../model/json.ts';
import { textAt } from './fields.ts';
import type { Volume } from './workload-change.ts';

const limit = 256;

export function readVolumes(podSpec: JsonObject): readonly Volume[] {
  return listAt(podSpec, 'volumes').slice(0, limit).filter(isObject).map(readVolume);
}

/** A volume is its name and one more key, which is its type; one without is an emptyDir. */
function readVolume(volume: JsonObject): Volume {
  const type = Object.keys(volume).find(key => key !== 'name' && isObject(volume[key])) ?? 'emptyDir';
  const source = objectAt(volume, type) ?? {};
  const projected = type === 'projected' ? listAt(source, 'sources').slice(0, limit) : [];
  return {
    name: textAt(volume, 'name'),
    type,
    hostPath: type === 'hostPath' ? plainPath(textAt(source, 'path')) : '',
    hostPathType: type === 'hostPath' ? textAt(source, 'type') : '',
    source: type === 'projected' ? projectedSource(projected) : namedSource(source),
    serviceAccountToken: projected.some(item => objectAt(item, 'serviceAccountToken') !== undefined),
  };
}

/** A node's path in its shortest form: `//etc/./cron.d/` is `/etc/cron.d`, for the kernel as for rules. */
export function plainPath(path: string): string {
  return path === '' ? '' : posix.normalize(path).replace(/(?<=.)\/$/, '');
}

function namedSource(source: JsonObject): string {
  return textAt(source, 'secretName') || textAt(source, 'claimName') || textAt(source, 'name');
}

function projectedSource(sources: readonly Json[]): string {
  for (const source of sources) {
    const named = objectAt(source, 'secret') ?? objectAt(source, 'configMap');
    if (named !== undefined) return textAt(named, 'name');
  }
  return '';
}
