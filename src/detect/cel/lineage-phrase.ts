import { itemsOf, memberOf } from './cel-engine.ts';
import type { CelData, Scope } from './expression.ts';
import { textOf } from './places.ts';
import { excerpt, quoted } from './quotes.ts';

/** A sentence about a fact of `lineage`, with what belongs to it: `it runs something else than CronJob nightly: other images, commands`. */
export function lineageSays(path: string, scope: Scope): string | undefined {
  const lineage = scope.get('lineage');
  const say = Object.hasOwn(sentences, path) ? sentences[path] : undefined;
  return say?.({
    lineage,
    part: (name, field) => textOf(memberOf(lineage, name), field),
    text: name => textOf(lineage, name),
    list: name => listed(memberOf(lineage, name)),
    owner: ownerIn(scope.get('workload')),
    actor: scope.get('actor'),
  });
}

interface Told {
  readonly lineage: CelData;
  readonly part: (name: string, field: string) => string;
  readonly text: (name: string) => string;
  readonly list: (name: string) => string;
  readonly owner: string;
  readonly actor: CelData;
}

type Say = (told: Told) => string | undefined;

const sentences: { readonly [path: string]: Say | undefined } = {
  'lineage.template': ({ text, list, owner }) =>
    text('template') === 'differs'
      ? `it runs something else than ${owner}, in whose name it was made${withList(': other ', list('differences'))}`
      : undefined,
  'lineage.owner.state': ({ part, owner }) => {
    if (part('owner', 'state') === 'deleted')
      return `${owner}, which it names as its owner, was deleted ${part('owner', 'goneSeconds')} s before`;
    return part('owner', 'state') === 'replaced'
      ? `it names a uid as its owner that is not that of ${owner}`
      : undefined;
  },
  'lineage.run.stamp': ({ part }) =>
    part('run', 'stamp') === 'other'
      ? 'its annotation says another time of the run than its name'
      : undefined,
  'lineage.run.unit': ({ part }) =>
    part('run', 'unit') === 'seconds'
      ? 'its name counts seconds, where the controller counts minutes'
      : undefined,
  'lineage.run.due': ({ part }) =>
    part('run', 'due') === 'no'
      ? `CronJob ${quoted(part('run', 'cronJob'))} is not due at ${part('run', 'minute')}, the time in its name`
      : undefined,
  'lineage.run.early': ({ part }) =>
    part('run', 'early') === 'true'
      ? `${part('run', 'minute')}, the time in its name, was still to come`
      : undefined,
  'lineage.run.cronJob': ({ part }) =>
    part('run', 'cronJob') === '' ? undefined : `it is named after CronJob ${quoted(part('run', 'cronJob'))}`,
  'lineage.captures': ({ list }) => withList('its selector matches the pods of ', list('captures')),
  'lineage.capturedBy': ({ list }) =>
    withList('it has all the labels by which its pods are known to ', list('capturedBy')),
  'lineage.ownerChange': ({ text, owner }) =>
    ownerChangeSays(text('ownerChange'), text('ownerBefore'), owner),
  'lineage.orphaning': () => 'what it made is to go on without it',
  'lineage.orphans': ({ list }) => withList('these go on: ', list('orphans')),
  'lineage.namespace.pods': ({ part }) =>
    `${part('namespace', 'pods')} pods before it in its namespace were all made for an owner`,
  'lineage.identity.agent': ({ part, actor }) =>
    part('identity', 'agent') === 'new'
      ? `the controllers did not use this program before: ${quoted(textOf(actor, 'userAgent'))}`
      : undefined,
  'lineage.identity.address': ({ part, actor }) =>
    part('identity', 'address') === 'new'
      ? `the controllers did not act from there before: ${listed(memberOf(actor, 'sourceIPs'))}`
      : undefined,
  'lineage.identity.addressOf': ({ part }) =>
    part('identity', 'addressOf') === ''
      ? undefined
      : `${quoted(part('identity', 'addressOf'))} acts from there`,
  'lineage.identity.tokenOf': ({ part }) =>
    part('identity', 'tokenOf') === ''
      ? undefined
      : `${quoted(part('identity', 'tokenOf'))} had asked for the token that was used`,
};

function ownerChangeSays(change: string, before: string, owner: string): string | undefined {
  if (change === 'added') return `${owner} was written into it as its owner`;
  if (change === 'removed') return `its owner, ${quoted(before)}, was taken out of it`;
  return change === 'replaced' ? `its owner was ${quoted(before)} and is now ${owner}` : undefined;
}

const withList = (lead: string, list: string): string => (list === '' ? '' : lead + list);

function ownerIn(workload: CelData): string {
  const owner = memberOf(workload, 'owner');
  return `${excerpt(textOf(owner, 'kind'), 0)} ${quoted(textOf(owner, 'name'))}`;
}

const listed = (items: CelData): string =>
  [...(itemsOf(items) ?? [])]
    .flatMap(item => (typeof item === 'string' ? [excerpt(item, 0)] : []))
    .join(', ');
