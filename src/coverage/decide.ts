import type { Level } from './level.ts';
import type { AuditPolicy, GroupResources, PolicyRule } from './policy.ts';

/** A kind of request, by whomever and in whichever namespace. */
export interface Ask {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  /** Of one user alone, in one namespace. */
  readonly by?: { readonly user: string; readonly namespace: string };
}

/** What a policy decides for a part of such requests. */
export interface Slice {
  readonly level: Level;
  /** Of the rule; 0: none matches. */
  readonly line: number;
  /** Of which of them: `users system:kube-proxy`; `""`: all that are left. */
  readonly who: string;
  /** The answer is not logged at all. */
  readonly withoutAnswer: boolean;
}

/** What is logged of such requests, as pkg/audit/policy/checker.go of k8s.io/apiserver decides it: the first rule that matches, else nothing. */
export function slicesOf(policy: AuditPolicy, ask: Ask): readonly Slice[] {
  const slices: Slice[] = [];
  for (const rule of policy.rules) {
    const who = matchOf(rule, ask);
    if (who === undefined) continue;
    slices.push(sliceOf(policy, rule, who));
    if (who === '') return slices;
  }
  return [...slices, { level: 'None', line: 0, who: '', withoutAnswer: false }];
}

function sliceOf(policy: AuditPolicy, rule: PolicyRule, who: string): Slice {
  const omitted = [...policy.omitStages, ...rule.omitStages];
  return { level: rule.level, line: rule.line, who, withoutAnswer: omitted.includes('ResponseComplete') };
}

/** undefined: it matches none of them; `""`: all; else which. */
function matchOf(rule: PolicyRule, ask: Ask): string | undefined {
  const { users, userGroups, verbs, namespaces, resources, nonResourceURLs } = rule;
  if (verbs.length > 0 && !verbs.includes(ask.verb)) return undefined;
  if (resources.length === 0 && namespaces.length === 0 && nonResourceURLs.length > 0) return undefined;
  const matching = resources.filter(each => includes(each, ask));
  if (resources.length > 0 && matching.length === 0) return undefined;
  const names = matching.every(({ resourceNames }) => resourceNames.length > 0)
    ? matching.flatMap(({ resourceNames }) => resourceNames)
    : [];
  if (ask.by !== undefined && !isBy(rule, ask.by)) return undefined;
  return [
    named('users', ask.by === undefined ? users : []),
    named('groups', ask.by === undefined ? userGroups : []),
    named('namespaces', ask.by === undefined ? namespaces : []),
    named('names', names),
  ]
    .filter(text => text !== '')
    .join(', ');
}

/** Groups of that user are not known: a rule for groups is taken to be about others. */
const isBy = (
  { users, userGroups, namespaces }: PolicyRule,
  { user, namespace }: NonNullable<Ask['by']>,
): boolean =>
  (users.length === 0 || users.includes(user)) &&
  userGroups.length === 0 &&
  (namespaces.length === 0 || namespaces.includes(namespace));

const named = (what: string, values: readonly string[]): string => {
  const shown = values.slice(0, 3).map(value => (value === '' ? '(none)' : value));
  const more = values.length > shown.length ? ` and ${values.length - shown.length} more` : '';
  return values.length === 0 ? '' : `${what} ${shown.join(', ')}${more}`;
};

function includes({ group, resources }: GroupResources, ask: Ask): boolean {
  if (group !== ask.group && group !== '*') return false;
  if (resources.length === 0) return true;
  const whole = ask.subresource === '' ? ask.resource : `${ask.resource}/${ask.subresource}`;
  return resources.some(
    each =>
      each === whole ||
      each === '*' ||
      (ask.subresource !== '' && each === `*/${ask.subresource}`) ||
      (each.endsWith('/*') && each.slice(0, -2) === ask.resource),
  );
}

export const resourceText = ({ group, resource, subresource }: Omit<Ask, 'verb'>): string =>
  `${resource}${subresource === '' ? '' : `/${subresource}`}${group === '' ? '' : `.${group}`}`;
