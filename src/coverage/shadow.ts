import type { GroupResources, PolicyRule } from './policy.ts';

/** Does the first match everything that the second matches? Never wrongly yes. */
export function covers(first: PolicyRule, second: PolicyRule): boolean {
  return (
    subset(second.users, first.users) &&
    subset(second.userGroups, first.userGroups) &&
    subset(second.verbs, first.verbs) &&
    coversTarget(first, second)
  );
}

/** May a request match both, of which the second names resources? */
export function overlaps(first: PolicyRule, second: PolicyRule): boolean {
  return (
    meet(first.verbs, second.verbs) &&
    meet(first.namespaces, second.namespaces) &&
    meet(first.users, second.users) &&
    first.nonResourceURLs.length === 0 &&
    second.nonResourceURLs.length === 0 &&
    (first.resources.length === 0 ||
      second.resources.length === 0 ||
      first.resources.some(a => second.resources.some(b => meetResources(a, b))))
  );
}

/** Empty lists match everything. */
const subset = (inner: readonly string[], outer: readonly string[]): boolean =>
  outer.length === 0 || (inner.length > 0 && inner.every(each => outer.includes(each)));

const meet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === 0 || b.length === 0 || a.some(each => b.includes(each));

function coversTarget(first: PolicyRule, second: PolicyRule): boolean {
  const aboutAll = first.namespaces.length + first.resources.length + first.nonResourceURLs.length === 0;
  if (aboutAll) return true;
  if (second.nonResourceURLs.length > 0)
    return (
      first.nonResourceURLs.length > 0 &&
      second.nonResourceURLs.every(url => first.nonResourceURLs.some(other => coversUrl(other, url)))
    );
  if (first.nonResourceURLs.length > 0 || !subset(second.namespaces, first.namespaces)) return false;
  if (first.resources.length === 0) return second.resources.length > 0 || second.namespaces.length > 0;
  return (
    second.resources.length > 0 &&
    second.resources.every(inner => first.resources.some(outer => coversResources(outer, inner)))
  );
}

const coversUrl = (outer: string, inner: string): boolean =>
  outer === '*' || outer === inner || (outer.endsWith('*') && inner.startsWith(outer.slice(0, -1)));

function coversResources(outer: GroupResources, inner: GroupResources): boolean {
  if (outer.group !== inner.group && outer.group !== '*') return false;
  if (!subset(inner.resourceNames, outer.resourceNames)) return false;
  if (outer.resources.length === 0 || outer.resources.includes('*')) return true;
  return (
    inner.resources.length > 0 &&
    inner.resources.every(text => outer.resources.some(other => coversName(other, text)))
  );
}

const coversName = (outer: string, inner: string): boolean =>
  outer === inner ||
  (outer.endsWith('/*') && inner.split('/')[0] === outer.slice(0, -2)) ||
  (outer.startsWith('*/') && inner.endsWith(outer.slice(1)));

function meetResources(a: GroupResources, b: GroupResources): boolean {
  if (a.group !== b.group && a.group !== '*' && b.group !== '*') return false;
  if (!meet(a.resourceNames, b.resourceNames)) return false;
  if (a.resources.length === 0 || b.resources.length === 0) return true;
  return a.resources.some(one =>
    b.resources.some(
      other => one === '*' || other === '*' || coversName(one, other) || coversName(other, one),
    ),
  );
}
