import type { Interest } from '../../../model/interest.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { Bucket, Entry } from './bucket.ts';
import { createBucket, createTextBucket, isRareCode } from './bucket.ts';
import { readHead } from './head.ts';
import type { Need, Needs } from './needs.ts';

/** A rule as the index sees it. */
export interface IndexedRule {
  readonly needs: Needs;
}

/** Which rules may match an event, told from its head. */
export interface RuleIndex<R extends IndexedRule> {
  readonly interest: Interest;
  /** Lists of rules that may match; a rule may be in several of them. */
  candidates(event: JsonObject): readonly (readonly R[])[];
}

/**
 * Rules that name a resource are found by verb and resource, others by a rare status code or by a text that they need,
 * the rest by their verb or always.
 */
export function createRuleIndex<R extends IndexedRule>(rules: readonly R[]): RuleIndex<R> {
  const entries = rules.flatMap(rule => rule.needs.map(need => ({ rule, need })));
  const { true: ofPairs = [], false: elsewhere = [] } = Object.groupBy(entries, ({ need }) =>
    isFoundByPair(need) ? 'true' : 'false',
  );
  const pairs = pairIndex(ofPairs);
  const anywhere = createTextBucket(elsewhere);
  const { userAgents, usernames, uris } = anywhere;
  return {
    interest: {
      pair: (verb, resource) => pairs(verb, resource).size > 0,
      reference: reference => pairs(reference.verb, reference.resource).mayConcern(reference),
      codes: codesOf(elsewhere),
      ...(userAgents.size > 0 ? { userAgent: userAgents.some } : {}),
      ...(usernames.size > 0 ? { username: usernames.some } : {}),
      ...(uris.size > 0 ? { requestURI: uris.some } : {}),
    },
    candidates: event => {
      const head = readHead(event);
      if (head === undefined) return [rules];
      const lists: (readonly R[])[] = [];
      pairs(head.verb, head.resource).collect(head, lists);
      anywhere.collect(head, lists);
      return lists;
    },
  };
}

/** What is not has a rare code or a text to be found by. */
function isFoundByPair(need: Need): boolean {
  if (need.byResource === true) return true;
  const texts = [need.userAgent, need.username, need.requestURI];
  return !isRareCode(need) && texts.every(text => text === undefined);
}

const maxPairs = 4096;

/** The rules of each pair, sorted when it is first asked for. */
function pairIndex<R>(entries: readonly Entry<R>[]): (verb: string, resource: string) => Bucket<R> {
  const known = new Map<string, Map<string, Bucket<R>>>();
  let size = 0;
  return (verb, resource) => {
    const remembered = known.get(verb)?.get(resource);
    if (remembered !== undefined) return remembered;
    const [lowerVerb, lowerResource] = [verb.toLowerCase(), resource.toLowerCase()];
    const found = entries.filter(({ need }) => need.pair?.(lowerVerb, lowerResource) ?? true);
    const bucket = createBucket(found);
    if (size >= maxPairs) known.clear();
    size = size >= maxPairs ? 1 : size + 1;
    known.set(verb, (known.get(verb) ?? new Map<string, Bucket<R>>()).set(resource, bucket));
    return bucket;
  };
}

/** HTTP status codes have three digits; comparisons such as `gte` are listed up to four. */
function codesOf(entries: readonly Entry<unknown>[]): ReadonlySet<number> {
  const codes = new Set<number>();
  for (const { need } of entries.filter(entry => isRareCode(entry.need)))
    for (let code = 0; code < 10_000; code += 1) if (need.code?.(code) === true) codes.add(code);
  return codes;
}
