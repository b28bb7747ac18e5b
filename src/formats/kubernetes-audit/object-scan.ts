import type { Interest, InterestingReference } from '../../model/interest.ts';
import { byteMemo } from './byte-memo.ts';
import { closeBrace, lost, past, pastLiteral, pastOptionalText, pastText } from './byte-walk.ts';
import { ascii } from './header-leap.ts';

/** Where a text stands. */
export interface Stretch {
  start: number;
  end: number;
}

/** From before the objectRef past it, or to where it started if there is none; `lost` where a detector may react. */
export type ObjectScan = (bytes: Buffer, from: number, end: number) => number;

const key = {
  objectRef: ascii(',"objectRef":{"resource":"'),
  namespace: ascii(',"namespace":"'),
  subresource: ascii(',"subresource":"'),
} as const;

const between = ['name', 'uid', 'apiGroup', 'apiVersion', 'resourceVersion'].map(name =>
  ascii(`,"${name}":"`),
);

/** `verb` is where the verb of the event stands when its object is scanned. */
export function createObjectScan(interest: Interest, verb: Readonly<Stretch>): ObjectScan {
  const pairMatters = byteMemo((verbText, resource) => {
    return !plain.test(verbText) || !plain.test(resource) || interest.pair(verbText, resource);
  });
  const nothing: Buffer = Buffer.alloc(0);
  const asked = { bytes: nothing, start: 0, end: 0, secondStart: 0, secondEnd: 0 };

  function pairIsAskedFor(bytes: Buffer, start: number, end: number): boolean {
    asked.bytes = bytes;
    asked.start = verb.start;
    asked.end = verb.end;
    asked.secondStart = start;
    asked.secondEnd = end;
    return pairMatters(asked);
  }

  function referenceMatters(reference: InterestingReference): boolean {
    const isPlain = plain.test(reference.namespace) && plain.test(reference.subresource);
    return !isPlain || interest.reference === undefined || interest.reference(reference);
  }

  /** From behind the resource. */
  function pastRest(bytes: Buffer, resource: Readonly<Stretch>, end: number): number {
    const isAsked = pairIsAskedFor(bytes, resource.start, resource.end);
    if (isAsked && interest.reference === undefined) return lost;
    const from = resource.end + 1;
    const namespace = pastOptionalText(bytes, from, end, key.namespace);
    let subresource = namespace;
    for (const name of between) subresource = pastOptionalText(bytes, subresource, end, name);
    const at = pastOptionalText(bytes, subresource, end, key.subresource);
    if (!isAsked) return past(bytes, at, closeBrace);
    const isOfNoInterest = !referenceMatters({
      verb: textOf(bytes, verb.start, verb.end + 1),
      resource: textOf(bytes, resource.start, from),
      namespace: textOf(bytes, from + key.namespace.length, namespace),
      subresource: textOf(bytes, subresource + key.subresource.length, at),
    });
    return isOfNoInterest ? past(bytes, at, closeBrace) : lost;
  }

  const resource = { start: 0, end: 0 };
  return (bytes, from, end) => {
    resource.start = pastLiteral(bytes, from, key.objectRef);
    if (resource.start === lost) return pairIsAskedFor(bytes, 0, 0) ? lost : from;
    const behind = pastText(bytes, resource.start, end);
    resource.end = behind - 1;
    return behind === lost ? lost : pastRest(bytes, resource, end);
  };
}

/** What verbs, resources and namespaces look like; anything else is parsed, since it may be read in another way than it is written. */
const plain = /^[a-z0-9.-]*$/;

/** What stands between the start of a text and behind its closing quote; `""` if there is none. */
function textOf(bytes: Buffer, start: number, behind: number): string {
  return behind > start ? bytes.toString('latin1', start, behind - 1) : '';
}
