import type { InterestingReference } from '../../../model/interest.ts';
import type { Head } from './head.ts';
import type { Need } from './needs.ts';
import type { TextIndex } from './text-index.ts';
import { createTextIndex } from './text-index.ts';
import type { TextNeed } from './text-need.ts';

/** A rule with one of its alternatives. */
export interface Entry<R> {
  readonly rule: R;
  readonly need: Need;
}

/** Rules that may match events of one verb and resource (or of any), sorted by what else they need. */
export interface Bucket<R> {
  readonly size: number;
  /** May one of the rules match an event with this namespace and subresource (`""` for none), and with these fields? */
  mayConcern(reference: InterestingReference): boolean;
  /** Adds the lists of rules that may match an event with this head. */
  collect(head: Head, lists: (readonly R[])[]): void;
  readonly userAgents: TextIndex<R>;
  readonly usernames: TextIndex<R>;
  readonly uris: TextIndex<R>;
}

/** Below this, sorting costs more than asking. */
const small = 5;
const maxCodes = 1024;
const maxTargets = 1024;

export function createBucket<R>(entries: readonly Entry<R>[]): Bucket<R> {
  return entries.length < small ? bucketOf(entries, () => 'always') : bucketOf(entries, placeInPair);
}

/** Rules that are found by a code or a text alone, as the interest promises to formats. */
export function createTextBucket<R>(entries: readonly Entry<R>[]): Bucket<R> {
  return bucketOf(entries, placeOf);
}

type Source<R> = (head: Head) => readonly R[] | undefined;

function bucketOf<R>(entries: readonly Entry<R>[], choose: (need: Need) => Place): Bucket<R> {
  const placed = Map.groupBy(entries, ({ need }) => choose(need));
  const at = (place: Place): readonly Entry<R>[] => placed.get(place) ?? [];
  const userAgents = createTextIndex(at('userAgent'), { needOf: need => need.userAgent, repeats: true });
  const usernames = createTextIndex(at('username'), { needOf: need => need.username, repeats: true });
  const uris = createTextIndex(at('requestURI'), { needOf: need => need.requestURI, repeats: false });
  const ofText = (index: TextIndex<R>, text: string | undefined) =>
    text === undefined ? undefined : index.rules(text);
  const all: { readonly [place in Place]: () => Source<R> } = {
    always: () => constant(rulesOf(at('always'))),
    namespace: () => byNamespace(at('namespace')),
    code: () => byCode(at('code')),
    userAgent: () => head => ofText(userAgents, head.userAgent),
    username: () => head => ofText(usernames, head.username),
    requestURI: () => head => ofText(uris, head.requestURI),
  };
  const sources = [...placed.keys()].map(place => all[place]());
  const collect = (head: Head, lists: (readonly R[])[]): void => {
    for (const source of sources) {
      const rules = source(head);
      if (rules !== undefined && rules.length > 0) lists.push(rules);
    }
  };
  return { size: entries.length, mayConcern: mayConcern(entries), collect, userAgents, usernames, uris };
}

/** The same few namespaces come again and again. */
function mayConcern(entries: readonly Entry<unknown>[]): (reference: InterestingReference) => boolean {
  const known = new Map<string, boolean>();
  return reference => {
    const { namespace, subresource, plain = false } = reference;
    const key = `${namespace}/${subresource}/${plain}`;
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    if (known.size >= maxTargets) known.clear();
    const found = entries.some(({ need }) => mayHold(need, reference));
    known.set(key, found);
    return found;
  };
}

const mayHold = (need: Need, { namespace, subresource, plain }: InterestingReference): boolean =>
  holds(need.namespace, namespace) &&
  holds(need.subresource, subresource) &&
  !(plain && need.foreign === true);

const holds = (need: TextNeed | undefined, text: string): boolean => need === undefined || need.test(text);

const constant =
  <T>(value: T) =>
  (): T =>
    value;

type Place = 'always' | 'namespace' | 'code' | 'userAgent' | 'username' | 'requestURI';

/** Where the fewest events ask for it. */
function placeInPair(need: Need): Place {
  return need.namespace?.equals === undefined ? placeOf(need) : 'namespace';
}

function placeOf(need: Need): Place {
  if (isRareCode(need)) return 'code';
  if (need.userAgent !== undefined) return 'userAgent';
  if (need.username !== undefined) return 'username';
  return need.requestURI === undefined ? 'always' : 'requestURI';
}

/** Not one that successful requests have. */
export function isRareCode(need: Need): boolean {
  return need.code !== undefined && !need.code(200) && !need.code(201);
}

function byNamespace<R>(entries: readonly Entry<R>[]): Source<R> {
  const found = new Map<string, R[]>();
  for (const { rule, need } of entries)
    for (const name of new Set(need.namespace?.equals)) {
      const rules = found.get(name) ?? [];
      rules.push(rule);
      found.set(name, rules);
    }
  return head => found.get(head.namespace.toLowerCase());
}

function byCode<R>(entries: readonly Entry<R>[]): Source<R> {
  const known = new Map<number, readonly R[]>();
  return ({ code }) => {
    if (code === undefined) return undefined;
    const remembered = known.get(code);
    if (remembered !== undefined) return remembered;
    if (known.size >= maxCodes) known.clear();
    const rules = rulesOf(entries.filter(({ need }) => need.code?.(code) === true));
    known.set(code, rules);
    return rules;
  };
}

const rulesOf = <R>(entries: readonly Entry<R>[]): readonly R[] => [
  ...new Set(entries.map(({ rule }) => rule)),
];
