import type { Problem } from '../detect/rules/problem.ts';
import type { Reporter } from '../detect/rules/reporter.ts';
import { createReporter } from '../detect/rules/reporter.ts';
import type { RulePath } from '../detect/rules/rule-document.ts';
import { suggestion } from '../detect/rules/suggestion.ts';
import { parseYaml } from '../detect/rules/yaml-documents.ts';
import { positionsIn } from '../detect/rules/yaml-positions.ts';
import { booleanAt, isObject, listAt, stringAt, stringsAt } from '../model/json.ts';
import type { Level } from './level.ts';
import { levels } from './level.ts';

/** An audit policy: https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/#audit-k8s-io-v1-Policy */
export interface AuditPolicy {
  readonly file: string;
  readonly omitStages: readonly string[];
  readonly omitManagedFields: boolean;
  /** The first that matches decides. */
  readonly rules: readonly PolicyRule[];
}

/** Absent lists are empty: they match everything. */
export interface PolicyRule {
  readonly level: Level;
  readonly users: readonly string[];
  readonly userGroups: readonly string[];
  readonly verbs: readonly string[];
  readonly namespaces: readonly string[];
  readonly resources: readonly GroupResources[];
  readonly nonResourceURLs: readonly string[];
  readonly omitStages: readonly string[];
  readonly omitManagedFields: boolean | undefined;
  /** 0-based, and where it stands. */
  readonly index: number;
  readonly line: number;
}

export interface GroupResources {
  readonly group: string;
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
}

export interface ReadPolicy {
  /** Absent where it is not one that an API server would take. */
  readonly policy?: AuditPolicy;
  readonly problems: readonly Problem[];
  readonly report: Reporter;
}

const versions = ['audit.k8s.io/v1', 'audit.k8s.io/v1beta1', 'audit.k8s.io/v1alpha1'];
const stages = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'];
const policyKeys = ['apiVersion', 'kind', 'metadata', 'rules', 'omitStages', 'omitManagedFields'];
const ruleKeys = [
  'level',
  'users',
  'userGroups',
  'verbs',
  'namespaces',
  'resources',
  'nonResourceURLs',
  'omitStages',
  'omitManagedFields',
];
const resourceKeys = ['group', 'resources', 'resourceNames'];

/** Reads it as the API server does (k8s.io/apiserver, pkg/audit/policy/reader.go): what that refuses is an error here. */
export function readPolicy(text: string, file: string): ReadPolicy {
  const broken: Problem[] = [];
  const [document] = parseYaml(text, file, broken);
  const positions = positionsIn(document === undefined ? [] : [document]);
  const report = createReporter({ file, ...positions });
  const value = document?.value;
  if (!isObject(value)) {
    if (broken.length === 0) report.error('not-a-policy', 'must be an object of kind Policy', { path: [] });
    return { problems: [...broken, ...report.problems], report };
  }
  if (stringAt(value, 'kind') !== 'Policy' || !versions.includes(stringAt(value, 'apiVersion') ?? ''))
    report.error('not-a-policy', `must have apiVersion ${versions[0]} and kind Policy`, { path: [] });
  checkKeys(value, policyKeys, { report, path: [] });
  checkStages(value, { report, path: [] });
  const listed = listAt(value, 'rules');
  if (listed.length === 0)
    report.error('no-rules', 'an API server does not start with a policy without rules', { path: ['rules'] });
  const rules = listed.flatMap((rule, index) => {
    const read = readRule(rule, { report, path: ['rules', index] });
    const { line } = positions.position(['rules', index]);
    return read === undefined ? [] : [{ ...read, index, line }];
  });
  const policy = {
    file,
    omitStages: stringsAt(value, 'omitStages'),
    omitManagedFields: booleanAt(value, 'omitManagedFields') ?? false,
    rules,
  };
  return { ...(!report.hasErrors() && { policy }), problems: [...broken, ...report.problems], report };
}

interface Place {
  readonly report: Reporter;
  readonly path: RulePath;
}

function readRule(rule: unknown, place: Place): Omit<PolicyRule, 'index' | 'line'> | undefined {
  const { report, path } = place;
  if (!isObject(rule)) {
    report.error('wrong-type', 'a rule is an object with a level', { path });
    return undefined;
  }
  checkKeys(rule, ruleKeys, place);
  checkStages(rule, place);
  const level = levels.find(name => name === stringAt(rule, 'level'));
  if (level === undefined)
    report.error('wrong-level', `needs a level: ${levels.join(', ')}`, {
      path: [...path, 'level'],
      at: 'value',
    });
  const resources = listAt(rule, 'resources').map((each, index) =>
    readResources(each, { report, path: [...path, 'resources', index] }),
  );
  const nonResourceURLs = stringsAt(rule, 'nonResourceURLs');
  if (nonResourceURLs.length > 0 && resources.length + stringsAt(rule, 'namespaces').length > 0)
    report.error('both', 'a rule is about resources or about other URLs, not both', {
      path: [...path, 'nonResourceURLs'],
    });
  for (const [index, url] of nonResourceURLs.entries()) {
    if (url !== '*' && (!url.startsWith('/') || url.slice(0, -1).includes('*')))
      report.error('wrong-url', 'must begin with / and may have a * at its end alone', {
        path: [...path, 'nonResourceURLs', index],
      });
  }
  return {
    level: level ?? 'None',
    users: stringsAt(rule, 'users'),
    userGroups: stringsAt(rule, 'userGroups'),
    verbs: stringsAt(rule, 'verbs'),
    namespaces: stringsAt(rule, 'namespaces'),
    resources,
    nonResourceURLs,
    omitStages: stringsAt(rule, 'omitStages'),
    omitManagedFields: booleanAt(rule, 'omitManagedFields'),
  };
}

function readResources(value: unknown, place: Place): GroupResources {
  if (isObject(value)) checkKeys(value, resourceKeys, place);
  else place.report.error('wrong-type', 'must be an object with group and resources', { path: place.path });
  const read = {
    group: stringAt(value, 'group') ?? '',
    resources: stringsAt(value, 'resources'),
    resourceNames: stringsAt(value, 'resourceNames'),
  };
  if (read.resourceNames.length > 0 && read.resources.length === 0)
    place.report.error('no-resources', 'resourceNames needs resources', { path: place.path });
  if (read.group !== '*' && !/^[a-z0-9.-]*$/.test(read.group))
    place.report.error('wrong-group', `"${read.group}" is no API group: it has no version and no capitals`, {
      path: [...place.path, 'group'],
      at: 'value',
    });
  return read;
}

function checkKeys(value: object, known: readonly string[], { report, path }: Place): void {
  for (const key of Object.keys(value))
    if (!known.includes(key))
      report.warning('unknown-key', `the API server ignores "${key}"${suggestion(key, known)}`, {
        path: [...path, key],
      });
}

function checkStages(value: object, { report, path }: Place): void {
  for (const [index, stage] of stringsAt(value, 'omitStages').entries())
    if (!stages.includes(stage))
      report.error('wrong-stage', `"${stage}" is no stage: ${stages.join(', ')}`, {
        path: [...path, 'omitStages', index],
      });
}
