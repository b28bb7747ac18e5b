import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

/** What a world is made of: who acts, what runs, what happens all the time and what happens once. See README.md of this folder. */

const strings = z.record(z.string(), z.string());
const anything = z.record(z.string(), z.unknown());

/** An object in few words; `manifest.ts` makes the whole of it. */
export const briefSchema = z.strictObject({
  kind: z.string(),
  in: z.string().default(''),
  name: z.string().optional(),
  generateName: z.string().optional(),
  labels: strings.optional(),
  annotations: strings.optional(),
  owner: anything.optional(),
  image: z.string().optional(),
  command: z.array(z.string()).optional(),
  args: z.array(z.string()).optional(),
  schedule: z.string().optional(),
  replicas: z.number().optional(),
  account: z.string().optional(),
  env: strings.optional(),
  /** Name of the variable: secret/key. */
  secretEnv: strings.optional(),
  /** Mount path: secret/NAME, configMap/NAME or a path of the host. */
  mounts: strings.optional(),
  /** Merged over the container, the pod, and the object's own spec. */
  container: anything.optional(),
  pod: anything.optional(),
  spec: anything.optional(),
  /** A whole object instead, without kind and metadata. */
  raw: anything.optional(),
});
export type Brief = z.infer<typeof briefSchema>;

/** A brief, or the changes to one of the world's objects named `Kind/namespace/name`. */
const subjectSchema = z.union([
  briefSchema,
  z.strictObject({ of: z.string(), with: briefSchema.partial().optional() }),
]);
export type Subject = z.infer<typeof subjectSchema>;

const stepSchema = z.strictObject({
  as: z.string().default('admin'),
  /** Of this request alone. */
  agent: z.string().optional(),
  manager: z.string().optional(),
  impersonate: z.string().optional(),
  headers: strings.optional(),
  /** The answer that is expected, where it is not success. */
  expect: z.number().optional(),
  note: z.string().optional(),
  apply: subjectSchema.optional(),
  dryRun: subjectSchema.optional(),
  create: subjectSchema.optional(),
  patch: z
    .strictObject({
      on: z.string(),
      body: z.unknown(),
      type: z.enum(['strategic-merge-patch', 'merge-patch', 'json-patch']).default('strategic-merge-patch'),
      subresource: z.string().optional(),
    })
    .optional(),
  remove: z.strictObject({ on: z.string(), query: z.string().default('') }).optional(),
  read: z.string().optional(),
  kubectl: z.string().optional(),
  /** Standard input of kubectl. */
  stdin: subjectSchema.optional(),
  helm: z.string().optional(),
  /** A token of this account (namespace/name) for another identity, which acts from then on. */
  token: z.strictObject({ account: z.string(), for: z.string(), pod: z.string().optional() }).optional(),
  /** A file in the folder of static pods; `''` removes it. */
  file: z.strictObject({ name: z.string(), manifest: subjectSchema.optional() }).optional(),
  wait: z.number().optional(),
});
export type Step = z.infer<typeof stepSchema>;

const identitySchema = z.strictObject({
  /** A person or a machine with a token of its own... */
  user: z.string().optional(),
  groups: z.array(z.string()).default([]),
  /** ...or a service account, namespace/name; with `pod`, its token is that of the pod of this Deployment. */
  account: z.string().optional(),
  pod: z.string().optional(),
  agent: z.string().default('kubectl/v1.37.2 (linux/amd64) kubernetes/0000000'),
  manager: z.string().default('kubectl-create'),
  /** An address of loopback that its requests come from. */
  address: z.string().default('127.0.0.1'),
  /** Names of ClusterRoles, for all namespaces. */
  rights: z.array(z.string()).default([]),
});
export type WorldIdentity = z.infer<typeof identitySchema>;

const routineSchema = z.strictObject({
  name: z.string(),
  /** Seconds between two, about. */
  every: z.number(),
  /** One of the world's objects, chosen each time: fills {kind} {namespace} {name} {image} {next} in the steps. */
  pick: z
    .strictObject({
      kind: z.string().optional(),
      in: z.array(z.string()).optional(),
      name: z.array(z.string()).optional(),
    })
    .optional(),
  /** How often the image's version goes up before the steps, from 0 to 1. */
  bump: z.number().default(0),
  steps: z.array(stepSchema),
});
export type Routine = z.infer<typeof routineSchema>;

const scenarioSchema = z.strictObject({
  id: z.string(),
  label: z.enum(['malicious', 'benign-hard', 'benign']),
  /** `quiet`: the attacker lives off what the cluster already has and does. */
  style: z.enum(['loud', 'quiet']).default('loud'),
  note: z.string().default(''),
  steps: z.array(stepSchema),
});
export type Scenario = z.infer<typeof scenarioSchema>;

const worldSchema = z.strictObject({
  name: z.string(),
  about: z.string(),
  seed: z.number().default(1),
  auditPolicy: z.string(),
  controllerAccounts: z.enum(['separate', 'shared']).default('separate'),
  /** Seconds of benign work before the first scenario, and between two scenarios. */
  learn: z.number().default(170),
  pause: z.number().default(4),
  /** Seconds of benign work after the last one. */
  tail: z.number().default(15),
  identities: z.record(z.string(), identitySchema),
  roles: z.record(z.string(), z.array(anything)).default({}),
  namespaces: z.array(z.string()),
  accounts: z.array(z.string()).default([]),
  secrets: z.array(z.string()).default([]),
  configMaps: z.array(z.string()).default([]),
  definitions: z
    .array(z.strictObject({ group: z.string(), version: z.string(), kind: z.string(), plural: z.string() }))
    .default([]),
  /** Who installs what at the beginning; these objects are what `of`, `on` and `pick` name. */
  objects: z.array(z.strictObject({ as: z.string(), objects: z.array(briefSchema) })),
  routines: z.array(routineSchema),
  scenarios: z.array(scenarioSchema),
});
export type World = z.infer<typeof worldSchema>;

/** Throws with the place where a world says something that is not understood. */
export function parseWorld(text: string): World {
  return worldSchema.parse(parse(text, { merge: true, maxAliasCount: -1 }));
}

export const readWorld = (file: string): World => parseWorld(readFileSync(file, 'utf8'));

export const routineStepsSchema = z.array(stepSchema);
