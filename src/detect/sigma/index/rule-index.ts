import type { Interest } from '../../../model/interest.ts';
import type { JsonObject } from '../../../model/json.ts';
import { fieldOf, isObject } from '../../../model/json.ts';
import type { Need, Needs } from './needs.ts';
import { createTextIndex } from './text-index.ts';

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

const maxPairs = 4096;

export function createRuleIndex<R extends IndexedRule>(rules: readonly R[]): RuleIndex<R> {
  const placed = place(rules);
  const pairs = pairIndex(placed.pair);
  const byCode = remember(
    (code: number) => rulesWhere(placed.code, need => need.code?.(code) ?? false),
    1024,
  );
  const userAgents = createTextIndex(placed.userAgent, { needOf: need => need.userAgent, repeats: true });
  const usernames = createTextIndex(placed.username, { needOf: need => need.username, repeats: true });
  const uris = createTextIndex(placed.requestURI, { needOf: need => need.requestURI, repeats: false });
  const texts = [
    { index: userAgents, read: (event: JsonObject) => fieldOf(event, 'userAgent') },
    { index: usernames, read: (event: JsonObject) => fieldOf(fieldOf(event, 'user'), 'username') },
    { index: uris, read: (event: JsonObject) => fieldOf(event, 'requestURI') },
  ].filter(({ index }) => index.size > 0);
  return {
    interest: {
      pair: (verb, resource) => pairs(verb, resource).length > 0,
      codes: codesOf(placed.code),
      ...(userAgents.size > 0 ? { userAgent: userAgents.some } : {}),
      ...(usernames.size > 0 ? { username: usernames.some } : {}),
      ...(uris.size > 0 ? { requestURI: uris.some } : {}),
    },
    candidates: event => {
      const head = readHead(event);
      if (head === undefined) return [rules];
      const lists = [pairs(head.verb, head.resource)];
      if (head.code !== undefined && placed.code.length > 0) lists.push(byCode(head.code));
      for (const { index, read } of texts) {
        const text = read(event);
        if (typeof text === 'string') lists.push(index.rules(text));
      }
      return lists;
    },
  };
}

interface Placed<R> {
  readonly pair: readonly Entry<R>[];
  readonly code: readonly Entry<R>[];
  readonly userAgent: readonly Entry<R>[];
  readonly username: readonly Entry<R>[];
  readonly requestURI: readonly Entry<R>[];
}

export interface Entry<R> {
  readonly rule: R;
  readonly need: Need;
}

/** Puts each alternative of each rule where it is asked for least often. */
function place<R extends IndexedRule>(rules: readonly R[]): Placed<R> {
  const placed = {
    pair: [] as Entry<R>[],
    code: [] as Entry<R>[],
    userAgent: [] as Entry<R>[],
    username: [] as Entry<R>[],
    requestURI: [] as Entry<R>[],
  };
  for (const rule of rules) for (const need of rule.needs) placed[placeOf(need)].push({ rule, need });
  return placed;
}

function placeOf(need: Need): keyof Placed<unknown> {
  if (need.byResource === true) return 'pair';
  if (need.code !== undefined && !need.code(200) && !need.code(201)) return 'code';
  if (need.userAgent !== undefined) return 'userAgent';
  if (need.username !== undefined) return 'username';
  return need.requestURI === undefined ? 'pair' : 'requestURI';
}

/** The rules of each pair, found when it is first asked for. */
function pairIndex<R>(entries: readonly Entry<R>[]): (verb: string, resource: string) => readonly R[] {
  const known = new Map<string, Map<string, readonly R[]>>();
  let size = 0;
  return (verb, resource) => {
    const remembered = known.get(verb)?.get(resource);
    if (remembered !== undefined) return remembered;
    const [lowerVerb, lowerResource] = [verb.toLowerCase(), resource.toLowerCase()];
    const rules = rulesWhere(entries, need => need.pair?.(lowerVerb, lowerResource) ?? true);
    if (size >= maxPairs) known.clear();
    size = size >= maxPairs ? 1 : size + 1;
    known.set(verb, (known.get(verb) ?? new Map<string, readonly R[]>()).set(resource, rules));
    return rules;
  };
}

function rulesWhere<R>(entries: readonly Entry<R>[], test: (need: Need) => boolean): readonly R[] {
  return [...new Set(entries.filter(entry => test(entry.need)).map(entry => entry.rule))];
}

/** HTTP status codes have three digits; comparisons such as `gte` are listed up to four. */
function codesOf(entries: readonly Entry<unknown>[]): ReadonlySet<number> {
  const codes = new Set<number>();
  for (const { need } of entries)
    for (let code = 0; code < 10_000; code += 1) if (need.code?.(code) === true) codes.add(code);
  return codes;
}

function remember<K, V>(compute: (key: K) => V, limit: number): (key: K) => V {
  const known = new Map<K, V>();
  return key => {
    const value = known.get(key);
    if (value !== undefined) return value;
    const computed = compute(key);
    if (known.size >= limit) known.clear();
    known.set(key, computed);
    return computed;
  };
}

interface Head {
  readonly verb: string;
  readonly resource: string;
  readonly code: number | undefined;
}

/** Undefined where the event has not the shape of an audit event: then every rule is asked. */
function readHead(event: JsonObject): Head | undefined {
  const verb = fieldOf(event, 'verb');
  const objectRef = fieldOf(event, 'objectRef');
  const resource = fieldOf(objectRef, 'resource');
  const status = fieldOf(event, 'responseStatus');
  const code = fieldOf(status, 'code');
  const plain =
    typeof verb === 'string' &&
    isObjectOrAbsent(objectRef) &&
    (typeof resource === 'string' || resource === undefined) &&
    isObjectOrAbsent(status) &&
    (typeof code === 'number' || code === undefined) &&
    hasPlainTexts(event);
  if (!plain || hasDottedHead(event)) return undefined;
  return { verb, resource: resource ?? '', code };
}

const isObjectOrAbsent = (value: unknown): boolean => value === undefined || isObject(value);

function hasPlainTexts(event: JsonObject): boolean {
  const user = fieldOf(event, 'user');
  const texts = [fieldOf(event, 'userAgent'), fieldOf(event, 'requestURI'), fieldOf(user, 'username')];
  return isObjectOrAbsent(user) && texts.every(text => text === undefined || typeof text === 'string');
}

function hasDottedHead(event: JsonObject): boolean {
  return (
    Object.hasOwn(event, 'objectRef.resource') ||
    Object.hasOwn(event, 'responseStatus.code') ||
    Object.hasOwn(event, 'user.username')
  );
}
