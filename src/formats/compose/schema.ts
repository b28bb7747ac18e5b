import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, objectAt } from '../../model/json.ts';

/** Services with an image, or with what one is made of. */
export function isComposeFile(value: Json): value is JsonObject {
  const services = objectAt(value, 'services');
  if (services === undefined || fieldOf(value, 'apiVersion') !== undefined) return false;
  return Object.keys(services).some(name => isServiceOfImage(services[name]));
}

function isServiceOfImage(value: Json | undefined): boolean {
  return isObject(value) && ['image', 'build', 'extends'].some(key => fieldOf(value, key) !== undefined);
}
