import type { Interest, InterestingReference } from '../../model/interest.ts';
import { byteMemo } from './byte-memo.ts';
import { closeBrace, lost, past, pastLiteral, pastOptionalText, pastText } from './byte-walk.ts';
import { ascii } from './header-leap.ts';

/** What a walk through a header has found so far. */
export interface Walk {
  readonly verbStart: number;
  readonly verbEnd: number;
  /** A detector may react. */
  matters: boolean;
  /** It may if the event has other fields than those of audit.k8s.io/v1. */
  mattersUnlessPlain: boolean;
}

/** From before the objectRef past it, or to where it started if there is none; notes whether it matters. */
export type ObjectScan = (bytes: Buffer, from: number, end: number) => number;

const key = {
  objectRef: ascii(',"objectRef":{"resource":"'),
  namespace: ascii(',"namespace":"'),
  subresource: ascii(',"subresource":"'),
} as const;

const between = ['name', 'uid', 'apiGroup', 'apiVersion', 'resourceVersion'].map(name =>
  ascii(`,"${name}":"`),
);

export function createObjectScan(interest: Interest, walk: Walk): ObjectScan {
  const pairMatters = byteMemo((verbText, resource) => {
    return !plain.test(verbText) || !plain.test(resource) || interest.pair(verbText, resource);
  });
  const nothing: Buffer = Buffer.alloc(0);
  const asked = { bytes: nothing, start: 0, end: 0, secondStart: 0, secondEnd: 0 };

  function pairIsAskedFor(bytes: Buffer, start: number, end: number): boolean {
    asked.bytes = bytes;
    asked.start = walk.verbStart;
    asked.end = walk.verbEnd;
    asked.secondStart = start;
    asked.secondEnd = end;
    return pairMatters(asked);
  }

  function noteReference(reference: InterestingReference): void {
    const { reference: asks } = interest;
    const isPlainText = plain.test(reference.namespace) && plain.test(reference.subresource);
    if (asks === undefined || !isPlainText || asks({ ...reference, plain: true })) walk.matters = true;
    else walk.mattersUnlessPlain = asks(reference);
  }

  return (bytes, from, end) => {
    const resource = pastLiteral(bytes, from, key.objectRef);
    if (resource === lost) {
      walk.matters ||= pairIsAskedFor(bytes, 0, 0);
      return from;
    }
    const behind = pastText(bytes, resource, end);
    const namespace = pastOptionalText(bytes, behind, end, key.namespace);
    let subresource = namespace;
    for (const name of between) subresource = pastOptionalText(bytes, subresource, end, name);
    const at = pastOptionalText(bytes, subresource, end, key.subresource);
    if (at === lost || walk.matters || !pairIsAskedFor(bytes, resource, behind - 1))
      return past(bytes, at, closeBrace);
    noteReference({
      verb: textOf(bytes, walk.verbStart, walk.verbEnd + 1),
      resource: textOf(bytes, resource, behind),
      namespace: textOf(bytes, behind + key.namespace.length, namespace),
      subresource: textOf(bytes, subresource + key.subresource.length, at),
    });
    return past(bytes, at, closeBrace);
  };
}

/** What verbs, resources and namespaces look like; anything else is parsed, since it may be read in another way than it is written. */
const plain = /^[a-z0-9.-]*$/;

/** What stands between the start of a text and behind its closing quote; `""` if there is none. */
function textOf(bytes: Buffer, start: number, behind: number): string {
  return behind > start ? bytes.toString('latin1', start, behind - 1) : '';
}
