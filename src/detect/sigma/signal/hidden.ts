import type { JsonObject } from '../../../model/json.ts';
import { fieldOf, stringAt } from '../../../model/json.ts';
import type { Place } from './located-values.ts';

const secretResources = ['secrets', 'configmaps', 'tokenreviews', 'certificatesigningrequests'];
const secretKinds = /^(secret|configmap|tokenrequest|tokenreview|certificatesigningrequest)(list)?$/i;

/**
 * May the value at this place hold a secret? Then it is never quoted: the data of Secrets and ConfigMaps, tokens, values of
 * environment variables, and the previous manifest that kubectl keeps in an annotation.
 */
export function isHidden(event: JsonObject, place: Place): boolean {
  const [root, ...below] = place;
  if (root !== 'requestObject' && root !== 'responseObject') return false;
  return holdsSecrets(event, root) || isSecretPlace(below) || isSecretPatch(fieldOf(event, root), below);
}

function holdsSecrets(event: JsonObject, root: string): boolean {
  const objectRef = fieldOf(event, 'objectRef');
  const resource = stringAt(objectRef, 'resource') ?? '';
  if (secretResources.includes(resource.toLowerCase())) return true;
  if (stringAt(objectRef, 'subresource') === 'token') return true;
  return secretKinds.test(stringAt(fieldOf(event, root), 'kind') ?? '');
}

function isSecretPlace(below: Place): boolean {
  const names = below.filter(step => typeof step === 'string');
  const [first, second] = names;
  const top = first === 'items' ? second : first;
  if (top === 'data' || top === 'stringData' || top === 'binaryData') return true;
  if (names.at(-1) === 'kubectl.kubernetes.io/last-applied-configuration') return true;
  return (names.includes('env') || names.includes('environment')) && names.at(-1) === 'value';
}

/** A JSON Patch names the place in its `path`: `{"op": "add", "path": "/data/key", "value": ...}`. */
function isSecretPatch(body: unknown, below: Place): boolean {
  const [index, key] = below;
  if (!Array.isArray(body) || typeof index !== 'number' || key !== 'value') return false;
  const path = stringAt(body[index], 'path') ?? '';
  return /^\/(data|stringData|binaryData)(\/|$)|\/env(\/|$)|last-applied-configuration/.test(path);
}
