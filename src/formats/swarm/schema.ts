import type { Json, JsonObject } from '../../model/json.ts';
import { isObject, objectAt, stringAt } from '../../model/json.ts';

/** A service of the Engine's API: `docker service inspect`, `GET /services`. */
export function isServiceOfEngine(value: Json): value is JsonObject {
  return objectAt(objectAt(value, 'Spec'), 'TaskTemplate') !== undefined;
}

/** A line of `docker service ls --format json`: little more than a name and an image. */
export function isListed(value: Json): value is JsonObject {
  return (
    isObject(value) &&
    ['ID', 'Image', 'Mode', 'Name', 'Replicas'].every(key => typeof stringAt(value, key) === 'string') &&
    /^(replicated|global)( job)?$/.test(stringAt(value, 'Mode') ?? '')
  );
}

/** The same in the shape of the API. */
export function serviceOfLine(line: JsonObject): JsonObject {
  const mode = stringAt(line, 'Mode') ?? '';
  const name = `${mode.startsWith('global') ? 'Global' : 'Replicated'}${mode.endsWith('job') ? 'Job' : ''}`;
  return {
    ID: stringAt(line, 'ID') ?? '',
    Spec: {
      Name: stringAt(line, 'Name') ?? '',
      Mode: { [name]: {} },
      TaskTemplate: { ContainerSpec: { Image: stringAt(line, 'Image') ?? '' } },
    },
    missing: ['the rest of the service: give `docker service inspect`'],
  };
}
