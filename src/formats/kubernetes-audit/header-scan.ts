import type { Interest } from '../../model/interest.ts';
import { byteMemo } from './byte-memo.ts';
import { byteWalk } from './byte-walk.ts';

/** true: proven that no detector can react to the event in these bytes. false: not proven, parse it. */
export type HeaderScan = (bytes: Buffer, start: number, end: number) => boolean;

const field = {
  kind: ascii('{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"'),
  /** The items of an EventList have neither kind nor apiVersion. */
  item: ascii('{"level":"'),
  auditId: ascii(',"auditID":"'),
  stage: ascii(',"stage":"'),
  requestUri: ascii(',"requestURI":"'),
  verb: ascii(',"verb":"'),
  user: ascii(',"user":{'),
  username: ascii('"username":"'),
  uid: ascii(',"uid":"'),
  groups: ascii(',"groups":['),
  extra: ascii(',"extra":{'),
  impersonatedUser: ascii(',"impersonatedUser":{'),
  sourceIps: ascii(',"sourceIPs":['),
  userAgent: ascii(',"userAgent":"'),
  objectRef: ascii(',"objectRef":{"resource":"'),
  responseStatus: ascii(',"responseStatus":{"metadata":{}'),
  details: ascii(',"details":{'),
  code: ascii(',"code":'),
  requestObject: ascii(',"requestObject":'),
  responseObject: ascii(',"responseObject":'),
  requestReceived: ascii(',"requestReceivedTimestamp":"'),
  stageTimestamp: ascii(',"stageTimestamp":"'),
  annotations: ascii(',"annotations":{'),
  end: ascii('}'),
} as const;

const restOfObjectRef = [
  'namespace',
  'name',
  'uid',
  'apiGroup',
  'apiVersion',
  'resourceVersion',
  'subresource',
].map(key => ascii(`,"${key}":"`));
const textsOfStatus = ['status', 'message', 'reason'].map(key => ascii(`,"${key}":"`));

/**
 * Walks the header of an event from its first byte, in the order in which the API server's encoder writes the fields of an
 * audit.k8s.io/v1 Event (k8s.io/apiserver/pkg/apis/audit/v1/types.go). A quote inside a JSON text is always escaped, so a walk that
 * never loses its place cannot take nested or quoted look-alikes for fields. Any surprise (another order, an unknown or repeated
 * key, an odd verb) proves nothing. An event with bodies is walked up to them, must have all of the header before them, and must end like
 * an object; any other is walked to its end.
 */
export function createHeaderScan(interest: Interest): HeaderScan {
  const walk = byteWalk();
  const { literal, text, texts, map } = walk;
  const { codes } = interest;
  const textMatters = {
    userAgent: memoOf(interest.userAgent),
    username: memoOf(interest.username),
    requestUri: memoOf(interest.requestURI),
  } as const;
  const pairMatters = byteMemo((verb, resource) => {
    return !plain.test(verb) || !plain.test(resource) || interest.pair(verb, resource);
  });
  const nothing: Buffer = Buffer.alloc(0);
  const asked = { bytes: nothing, start: 0, end: 0, secondStart: 0, secondEnd: 0 };
  let verbStart = 0;
  let verbEnd = 0;
  let complete = true;

  function passRequest(): boolean {
    if (!literal(field.kind) && !literal(field.item)) return false;
    if (!text() || !literal(field.auditId) || !text() || !literal(field.stage) || !text()) return false;
    if (!literal(field.requestUri) || !passTextOf(textMatters.requestUri)) return false;
    if (!literal(field.verb)) return false;
    verbStart = walk.at();
    if (!text()) return false;
    verbEnd = walk.at() - 1;
    return true;
  }

  function passTextOf(matters: TextMemo): boolean {
    const start = walk.at();
    if (!text()) return false;
    return (
      matters === undefined || !ask(matters, { start, end: walk.at() - 1, secondStart: 0, secondEnd: 0 })
    );
  }

  function ask(matters: NonNullable<TextMemo>, where: Omit<typeof asked, 'bytes'>): boolean {
    asked.start = where.start;
    asked.end = where.end;
    asked.secondStart = where.secondStart;
    asked.secondEnd = where.secondEnd;
    return matters(asked);
  }

  function passIdentities(): boolean {
    if (!literal(field.user) || !passIdentity(textMatters.username)) return false;
    if (literal(field.impersonatedUser) && !passIdentity(undefined)) return false;
    return !literal(field.sourceIps) || texts();
  }

  function passIdentity(matters: TextMemo): boolean {
    if (!literal(field.username) || !passTextOf(matters)) return false;
    if (literal(field.uid) && !text()) return false;
    if (literal(field.groups) && !texts()) return false;
    if (literal(field.extra) && !map()) return false;
    return literal(field.end);
  }

  function passUserAgent(): boolean {
    if (literal(field.userAgent)) return passTextOf(textMatters.userAgent);
    complete = false;
    return true;
  }

  function passObject(): boolean {
    if (!literal(field.objectRef)) {
      complete = false;
      return passPair(0, 0);
    }
    const start = walk.at();
    if (!text() || !passPair(start, walk.at() - 1)) return false;
    for (const key of restOfObjectRef) if (literal(key) && !text()) return false;
    return literal(field.end);
  }

  function passPair(secondStart: number, secondEnd: number): boolean {
    return !ask(pairMatters, { start: verbStart, end: verbEnd, secondStart, secondEnd });
  }

  function passStatus(): boolean {
    if (!literal(field.responseStatus)) {
      complete = false;
      return true;
    }
    for (const key of textsOfStatus) if (literal(key) && !text()) return false;
    if (literal(field.details) && !walk.nested()) return false;
    if (!literal(field.code)) return literal(field.end);
    const code = walk.code();
    return code !== -1 && !codes.has(code);
  }

  function passRest(end: number): boolean {
    if (literal(field.requestObject) || literal(field.responseObject))
      return complete && asked.bytes[end - 1] === closeBrace;
    if (literal(field.requestReceived) && !text()) return false;
    if (literal(field.stageTimestamp) && !text()) return false;
    if (literal(field.annotations) && !map()) return false;
    return literal(field.end) && walk.at() === end;
  }

  return (bytes, start, end) => {
    walk.begin(bytes, start, end);
    asked.bytes = bytes;
    complete = true;
    return (
      passRequest() && passIdentities() && passUserAgent() && passObject() && passStatus() && passRest(end)
    );
  };
}

type TextMemo = ReturnType<typeof byteMemo> | undefined;

function memoOf(matters: ((text: string) => boolean) | undefined): TextMemo {
  return matters && byteMemo(matters);
}

/** What verbs and resources look like; anything else is parsed, since it may be read in another way than it is written. */
const plain = /^[a-z0-9.-]*$/;
const closeBrace = 125;

function ascii(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text));
}
