import type { Json, JsonObject } from '../model/json.ts';
import { fieldOf, isObject, objectAt, stringAt } from '../model/json.ts';
import { sealed } from '../model/sealed.ts';

type Seal = (text: string) => string;

/**
 * An event without what must not be stored: values of environment variables, data of Secrets and ConfigMaps, tokens, the manifest that
 * kubectl keeps in an annotation. Equal values stay equal, so that a change still shows. Of objects that are made of secrets little more than
 * their names is left.
 */
export function redactedEvent(event: JsonObject, salt: string): JsonObject {
  const seal: Seal = text => sealed(text, salt);
  const made = holdsSecrets(event);
  const redacted = Object.entries(event).map(([key, value]): [string, Json | undefined] => {
    if (key === 'requestObject' || key === 'responseObject')
      return [key, made || secretKind(value) ? bare(value) : redactedBody(value, seal)];
    return [key, key === 'annotations' ? redactedAnnotations(value, seal) : value];
  });
  return Object.fromEntries(redacted);
}

/** The same of an object that stands alone. */
export function redactedObject(object: JsonObject, salt: string): JsonObject {
  if (secretKind(object)) return bareObject(object);
  const redacted = redactedBody(object, text => sealed(text, salt));
  return isObject(redacted) ? redacted : {};
}

const secretResources = ['secrets', 'configmaps', 'tokenreviews', 'certificatesigningrequests'];
const secretKinds = /^(secret|configmap|tokenrequest|tokenreview|certificatesigningrequest)(list)?$/i;

function holdsSecrets(event: JsonObject): boolean {
  const reference = objectAt(event, 'objectRef');
  const resource = (stringAt(reference, 'resource') ?? '').toLowerCase();
  return secretResources.includes(resource) || stringAt(reference, 'subresource') === 'token';
}

const secretKind = (value: Json | undefined): boolean => secretKinds.test(stringAt(value, 'kind') ?? '');

const bare = (value: Json | undefined): Json | undefined => (isObject(value) ? bareObject(value) : undefined);

function bareObject(value: JsonObject): JsonObject {
  const metadata = objectAt(value, 'metadata') ?? {};
  const named = ['name', 'generateName', 'namespace', 'uid', 'ownerReferences'] as const;
  const kept = named.filter(key => Object.hasOwn(metadata, key)).map(key => [key, metadata[key]]);
  const { apiVersion, kind } = { apiVersion: stringAt(value, 'apiVersion'), kind: stringAt(value, 'kind') };
  return {
    ...(apiVersion !== undefined && { apiVersion }),
    ...(kind !== undefined && { kind }),
    metadata: Object.fromEntries(kept),
  };
}

const dataKeys = /^(data|stringData|binaryData)$/;
const environmentKeys = /^(env|environment|envs|environmentVariables)$/;
/** Names of fields whose texts are secrets wherever they stand; references to Secrets are none. */
const secretKeys =
  /^(token|bearerToken|id_token|idToken|password|passwd|passphrase|secretKey|accessKey|secretAccessKey|apiKey|clientSecret|privateKey|sshPrivateKey)$/i;
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

type Meaning = 'data' | 'environment' | 'secret' | 'items' | 'other';

/** The same few keys come again and again; whoever writes the objects can choose others. */
const maxMeanings = 4096;
const meanings = new Map<string, Meaning>();

function meaningOf(key: string): Meaning {
  const known = meanings.get(key);
  if (known !== undefined) return known;
  if (meanings.size >= maxMeanings) meanings.clear();
  const meaning = readMeaning(key);
  meanings.set(key, meaning);
  return meaning;
}

function readMeaning(key: string): Meaning {
  if (dataKeys.test(key)) return 'data';
  if (environmentKeys.test(key)) return 'environment';
  if (secretKeys.test(key) || key === lastApplied) return 'secret';
  return key === 'items' ? 'items' : 'other';
}

function redactedBody(body: Json | undefined, seal: Seal): Json | undefined {
  if (Array.isArray(body)) return body.map(item => redactedOperation(item, seal));
  return isObject(body) ? redactedFields(body, seal, true) : body;
}

/** Of a JSON patch; its path says what the value is. */
function redactedOperation(operation: Json, seal: Seal): Json {
  if (!isObject(operation)) return operation;
  const path = stringAt(operation, 'path') ?? '';
  const value = fieldOf(operation, 'value');
  if (value === undefined) return operation;
  if (isSecretPath(path)) return { ...operation, value: redactedEnvironment(value, seal) };
  return { ...operation, value: redactedValue(value, seal, path === '' || path === '/') };
}

function isSecretPath(path: string): boolean {
  const steps = path.split('/').slice(1);
  if (dataKeys.test(steps[0] ?? '') || path.includes('last-applied-configuration')) return true;
  const last = steps.at(-1) ?? '';
  return steps.some(step => environmentKeys.test(step)) || secretKeys.test(last);
}

function redactedValue(value: Json, seal: Seal, top = false): Json {
  if (Array.isArray(value)) return mappedList(value, item => redactedValue(item, seal));
  return isObject(value) ? redactedFields(value, seal, top) : value;
}

function redactedFields(object: JsonObject, seal: Seal, top = false): JsonObject {
  return mapped(object, (key, value) => redactedField(key, value, { seal, top }));
}

interface Place {
  readonly seal: Seal;
  /** Of the object itself, not of something inside of it. */
  readonly top: boolean;
}

function redactedField(key: string, value: Json, { seal, top }: Place): Json {
  switch (meaningOf(key)) {
    case 'data':
      return top || isTextMap(value) ? sealedTexts(value, seal) : redactedValue(value, seal);
    case 'environment':
      return redactedEnvironment(value, seal);
    case 'secret':
      return typeof value === 'string' ? seal(value) : redactedValue(value, seal);
    case 'items':
      return top ? redactedItems(value, seal) : redactedValue(value, seal);
    case 'other':
      return typeof value === 'string' ? value : redactedValue(value, seal);
  }
}

/** The same object where nothing of it changes, which is so for most: it need not be copied. */
function mapped(object: JsonObject, change: (key: string, value: Json) => Json): JsonObject {
  const changed = new Map<string, Json>();
  for (const key of Object.keys(object)) {
    const value = object[key];
    const now = value === undefined ? value : change(key, value);
    if (now !== undefined && now !== value) changed.set(key, now);
  }
  if (changed.size === 0) return object;
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, changed.get(key) ?? value]));
}

function mappedList(list: readonly Json[], change: (item: Json) => Json): readonly Json[] {
  const changed = list.map(change);
  return changed.every((item, index) => item === list[index]) ? list : changed;
}

/** A Secret or ConfigMap inside of another object is a map of texts. */
function isTextMap(value: Json): boolean {
  return isObject(value) && Object.values(value).every(item => typeof item === 'string');
}

function redactedItems(items: Json, seal: Seal): Json {
  if (!Array.isArray(items)) return redactedValue(items, seal);
  return items.map(item => (isObject(item) ? redactedFields(item, seal, true) : item));
}

/** A list of names with values, or, in custom resources, a map or a list of `NAME=value`. Where a value comes from is no secret. */
function redactedEnvironment(value: Json, seal: Seal): Json {
  if (typeof value === 'string') return sealedAssignment(value, seal);
  if (Array.isArray(value)) return value.map(item => redactedEnvironment(item, seal));
  if (!isObject(value)) return value;
  const fields = Object.entries(value).map(([key, item]): [string, Json | undefined] => {
    if (key === 'name' || key === 'valueFrom' || key.startsWith('$') || item === undefined)
      return [key, item];
    return [key, sealedTexts(item, seal)];
  });
  return Object.fromEntries(fields);
}

function sealedAssignment(text: string, seal: Seal): string {
  const end = /^[A-Za-z_][A-Za-z0-9_]*=/.exec(text)?.[0].length ?? 0;
  return text.slice(0, end) + seal(text.slice(end));
}

function sealedTexts(value: Json, seal: Seal): Json {
  if (typeof value === 'string') return seal(value);
  if (Array.isArray(value)) return value.map(item => sealedTexts(item, seal));
  if (!isObject(value)) return typeof value === 'number' ? seal(String(value)) : value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, item === undefined ? item : sealedTexts(item, seal)]),
  );
}

/** What a webhook of admission changed stands in an annotation, as the text of a JSON patch. */
function redactedAnnotations(value: Json | undefined, seal: Seal): Json | undefined {
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, text]): [string, Json | undefined] => {
    const isPatch = key.startsWith('patch.webhook.admission.k8s.io/') && typeof text === 'string';
    return [key, isPatch ? redactedPatchText(text, seal) : text];
  });
  return Object.fromEntries(entries);
}

function redactedPatchText(text: string, seal: Seal): string {
  try {
    const parsed: unknown = JSON.parse(text);
    const patch = fieldOf(parsed, 'patch');
    if (!isObject(parsed) || !Array.isArray(patch)) return seal(text);
    return JSON.stringify({ ...parsed, patch: patch.map(item => redactedOperation(item, seal)) });
  } catch {
    return seal(text);
  }
}
