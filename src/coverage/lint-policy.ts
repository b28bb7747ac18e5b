import type { Reporter } from '../detect/rules/reporter.ts';
import { suggestion } from '../detect/rules/suggestion.ts';
import { workloadKinds } from '../workloads/kinds/kinds.ts';
import { levelRank, reaches } from './level.ts';
import type { AuditPolicy, GroupResources, PolicyRule } from './policy.ts';
import { groupsOf, ownResources, verbs } from './resources.ts';
import { covers, overlaps } from './shadow.ts';

/** Further verbs of the API, besides those that rules ask about. */
const knownVerbs = [
  ...verbs,
  'head',
  'post',
  'put',
  'proxy',
  'connect',
  'options',
  'bind',
  'escalate',
  'impersonate',
  'approve',
  'sign',
  'use',
];
const secrets = new Map([
  ['secrets', ''],
  ['tokenreviews', 'authentication.k8s.io'],
  ['serviceaccounts/token', ''],
]);
const kindNames = new Map(workloadKinds.map(({ kind, resource }) => [kind.toLowerCase(), resource]));

/** What an API server takes, and its author did not mean: rules that never match, match less than they seem to, or log secrets. */
export function lintPolicy(policy: AuditPolicy, report: Reporter): void {
  lintStages(policy, report);
  for (const rule of policy.rules) {
    lintVerbs(rule, report);
    for (const [index, each] of rule.resources.entries()) lintResources(rule, index, each, report);
    lintSecrets(rule, report);
    lintOrder(policy, rule, report);
  }
  const last = policy.rules.at(-1);
  if (last !== undefined && !isCatchAll(last))
    report.warning(
      'no-catch-all',
      'what no rule matches is not logged at all: end with "- level: Metadata", or say None',
      {
        path: ['rules', last.index],
      },
    );
  if (
    !policy.omitManagedFields &&
    policy.rules.some(rule => reaches(rule.level, 'Request') && rule.omitManagedFields !== true)
  )
    report.warning(
      'managed-fields',
      'managedFields make bodies large, and large ones are truncated: omitManagedFields: true',
      {
        path: ['omitManagedFields'],
      },
    );
}

function lintStages({ omitStages, rules }: AuditPolicy, report: Reporter): void {
  const place = { path: ['omitStages'] };
  if (omitStages.includes('ResponseComplete'))
    report.error(
      'no-answers',
      'without ResponseComplete nothing tells what became of a request: every rule is blind',
      place,
    );
  else if (
    !omitStages.includes('RequestReceived') &&
    rules.some(rule => !rule.omitStages.includes('RequestReceived'))
  )
    report.warning(
      'twice',
      'each request is logged twice: omit the stage RequestReceived (it tells nothing more, but shows answers that are missing)',
      place,
    );
  if (omitStages.includes('ResponseStarted'))
    report.warning(
      'late-exec',
      'without ResponseStarted a session of exec is logged when it ends, not when it begins',
      place,
    );
  for (const rule of rules)
    if (rule.omitStages.includes('ResponseComplete'))
      report.error('no-answers', 'without ResponseComplete nothing tells what became of these requests', {
        path: ['rules', rule.index, 'omitStages'],
      });
}

function lintVerbs(rule: PolicyRule, report: Reporter): void {
  for (const [index, verb] of rule.verbs.entries()) {
    const path = ['rules', rule.index, 'verbs', index];
    if (verb === '*') report.error('wildcard', '"*" is no verb: leave verbs out to match all', { path });
    else if (verb === 'apply' || verb === 'replace' || verb === 'edit')
      report.error('no-verb', `there is no verb "${verb}": apply is patch (and create), replace is update`, {
        path,
      });
    else if (!knownVerbs.includes(verb))
      report.warning('unknown-verb', `"${verb}" is no verb of the API${suggestion(verb, knownVerbs)}`, {
        path,
      });
  }
}

function lintResources(rule: PolicyRule, at: number, each: GroupResources, report: Reporter): void {
  for (const [index, text] of each.resources.entries()) {
    const place = { path: ['rules', rule.index, 'resources', at, 'resources', index] };
    const [resource = ''] = text.split('/');
    if (resource === '*' || each.group === '*') continue;
    const wrong = neverMatches(resource, each.group);
    const [code, message] = wrong ?? matchesLess(text, each, rule) ?? [];
    if (code === undefined || message === undefined) continue;
    if (wrong === undefined) report.warning(code, message, place);
    else report.error(code, message, place);
  }
}

type Finding = readonly [code: string, message: string] | undefined;

function neverMatches(resource: string, group: string): Finding {
  const plural = kindNames.get(resource.toLowerCase());
  const groups = groupsOf(resource);
  if (resource !== resource.toLowerCase() || (groups.length === 0 && plural !== undefined))
    return ['no-resource', `resources are lower-case plurals: ${plural ?? resource.toLowerCase()}`];
  if (groups.length === 0 || groups.includes(group)) return undefined;
  const right = groups.map(name => `"${name}"`).join(' or ');
  return ['wrong-group', `${resource} is in the group ${right}, not "${group}": this never matches`];
}

function matchesLess(text: string, { group, resources }: GroupResources, rule: PolicyRule): Finding {
  const [resource = ''] = text.split('/');
  if (group === '' && groupsOf(resource).length === 0)
    return [
      'unknown-resource',
      `the core group has no "${resource}" that Watchbill knows${suggestion(resource, namesIn(group))}`,
    ];
  if (rule.level === 'None' || rule.verbs.length > 0 || text.includes('/')) return undefined;
  if (!hasSubresources(group, resource) || resources.some(each => each.startsWith(`${resource}/`)))
    return undefined;
  return [
    'no-subresources',
    `"${resource}" does not match its subresources (${resource}/...): name those that matter, or "${resource}/*"`,
  ];
}

const namesIn = (group: string): readonly string[] =>
  ownResources.filter(each => each.group === group).map(({ resource }) => resource);

const hasSubresources = (group: string, resource: string): boolean =>
  ownResources.some(
    each =>
      each.group === group &&
      each.resource === resource &&
      each.subresource !== '' &&
      each.subresource !== 'status',
  );

function lintSecrets(rule: PolicyRule, report: Reporter): void {
  if (!reaches(rule.level, 'Request')) return;
  for (const [at, { group, resources }] of rule.resources.entries()) {
    const named = [...secrets].filter(
      ([name, own]) =>
        (group === own || group === '*') &&
        (resources.length === 0 ||
          resources.includes('*') ||
          resources.includes(name) ||
          resources.includes(`${name.split('/')[0]}/*`)),
    );
    for (const [name] of named)
      report.error(
        'leak',
        `logs the contents of ${name}: whoever reads the log can use them; Metadata is enough`,
        {
          path: ['rules', rule.index, 'resources', at],
        },
      );
  }
}

function lintOrder({ rules }: AuditPolicy, rule: PolicyRule, report: Reporter): void {
  const before = rules.filter(({ index }) => index < rule.index);
  const place = { path: ['rules', rule.index] };
  const hides = before.find(other => covers(other, rule));
  if (hides !== undefined) {
    const same = hides.level === rule.level;
    const message = `is never reached: the rule on line ${hides.line} (${hides.level}) matches all of it before`;
    if (same) report.warning('unreachable', message, place);
    else report.error('unreachable', message, place);
    return;
  }
  const takes = before.find(
    other => levelRank(other.level) < levelRank(rule.level) && overlaps(other, rule) && isSpecific(rule),
  );
  if (takes !== undefined)
    report.warning(
      'shadowed',
      `gives ${rule.level} to less than it names: the rule on line ${takes.line} (${takes.level}) takes some of it before`,
      place,
    );
  if (isCatchAll(rule) && reaches(rule.level, 'Request') && !secretsBefore(before))
    report.error(
      'leak',
      'logs the contents of secrets and tokens, which no rule before it keeps out; Metadata is enough for them',
      place,
    );
}

const isSpecific = ({ resources }: PolicyRule): boolean => resources.some(each => each.resources.length > 0);

const isCatchAll = (rule: PolicyRule): boolean =>
  rule.users.length +
    rule.userGroups.length +
    rule.verbs.length +
    rule.namespaces.length +
    rule.resources.length +
    rule.nonResourceURLs.length ===
  0;

const secretsBefore = (rules: readonly PolicyRule[]): boolean =>
  rules.some(
    ({ level, resources, verbs: named, users, userGroups }) =>
      !reaches(level, 'Request') &&
      named.length + users.length + userGroups.length === 0 &&
      resources.some(
        ({ group, resources: names }) => group === '' && (names.length === 0 || names.includes('secrets')),
      ),
  );
