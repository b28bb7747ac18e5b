import type { Actor } from '../model/actor.ts';

/*
 * There can be as many incidents as there are objects in a log, so what is kept of each is kept small. V8 gives an array
 * that grows by one room for 17; it makes a long piece of a string a view of the whole (v8/src/objects/string.h, SlicedString), so
 * that 300 units of a command could hold 100 kB. Names, times and ids need no care: JSON.parse makes each a string of its own.
 */

/** The list with one more, and no room for others. */
export function appended<T>(list: readonly T[], item: T): readonly T[] {
  return list.length === 0 ? [item] : list.concat([item]);
}

/** One text for several, another for every list of them. */
export function oneText(parts: readonly string[]): string {
  // Far cheaper than JSON, and a NUL is in no name.
  let text = '';
  for (const part of parts) {
    if (part.includes('\0')) return JSON.stringify(parts);
    text += `${part}\0`;
  }
  return text;
}

/** The beginning of a text, which keeps nothing else alive. */
export function beginning(text: string, limit: number): string {
  return text.length <= limit ? text : ` ${text.slice(0, limit)}`.slice(1);
}

/** The same string for the same text: of an image or a user agent, each event brings a string of its own. */
export function pooledText(text: string): string {
  const known = texts.get(text);
  if (known !== undefined) return known;
  if (texts.size >= textsPooled) texts.clear();
  texts.set(text, text);
  return text;
}

const texts = new Map<string, string>();
const textsPooled = 5_000;

/** Gives the same object for the same actor, for the last so many of them. */
export function createActorPool(limit: number): (actor: Actor) => Actor {
  const actors = new Map<string, Actor>();
  return actor => {
    const key = JSON.stringify(actor);
    const known = actors.get(key);
    if (known !== undefined) return known;
    if (actors.size >= limit) actors.clear();
    const compact = {
      user: pooledText(actor.user),
      effectiveUser: pooledText(actor.effectiveUser),
      groups: actor.groups.map(pooledText),
      userAgent: pooledText(actor.userAgent),
      sourceIPs: actor.sourceIPs.map(pooledText),
      pod: actor.pod,
    };
    actors.set(key, compact);
    return compact;
  };
}
