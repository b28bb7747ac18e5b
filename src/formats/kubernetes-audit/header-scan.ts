import type { Interest } from '../../model/interest.ts';
import { byteMemo } from './byte-memo.ts';
import {
  closeBrace,
  lost,
  past,
  pastLiteral,
  pastLongText,
  pastMap,
  pastNested,
  pastOptionalText,
  pastText,
  pastTexts,
} from './byte-walk.ts';
import { ascii, leapPastUser, leapToUser, userKeyLength, verbBefore } from './header-leap.ts';
import { createObjectScan } from './object-scan.ts';
import type { EventPlaces } from './plain-event.ts';
import { isPlainEvent, pastStart, pastTail } from './plain-event.ts';

/**
 * `passOver`: proven that no detector can react to the event in these bytes. `unknown`: its layout is another than expected. Else where its
 * header ends: the position of the comma before its bodies, or the end of an event without bodies.
 */
export type HeaderScan = (bytes: Buffer, start: number, end: number) => number;

export const unknown = -1;
export const passOver = -2;

const key = {
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
  responseStatus: ascii(',"responseStatus":{"metadata":{}'),
  details: ascii(',"details":{'),
  code: ascii(',"code":'),
  requestObject: ascii(',"requestObject":'),
  responseObject: ascii(',"responseObject":'),
} as const;

const textsOfStatus = ['status', 'message', 'reason'].map(name => ascii(`,"${name}":"`));

/**
 * Walks the header of an event from its first byte, in the order in which the API server's encoder writes the fields of an
 * audit.k8s.io/v1 Event (k8s.io/apiserver/pkg/apis/audit/v1/types.go). A quote inside a JSON text is always escaped, so a walk that
 * never loses its place cannot take nested or quoted look-alikes for fields. Any surprise (another order, an unknown or repeated
 * key, an odd verb) proves nothing. An event with bodies is walked up to them, must have all of the header before them, and must end like
 * an object; any other is walked to its end.
 */
export function createHeaderScan(interest: Interest): HeaderScan {
  const uriMatters = memoOf(interest.requestURI);
  const usernameMatters = memoOf(interest.username);
  const userAgentMatters = memoOf(interest.userAgent);
  const { codes } = interest;
  const nothing: Buffer = Buffer.alloc(0);
  const asked = { bytes: nothing, start: 0, end: 0, secondStart: 0, secondEnd: 0 };
  const walk = { verbStart: 0, verbEnd: 0, matters: false, mattersUnlessPlain: false, isComplete: false };
  const pastObject = createObjectScan(interest, walk);

  /** Past a text; notes whether it matters. */
  function pastAskedText(at: number, end: number, memo: TextMemo): number {
    const behind = pastLongText(asked.bytes, at, end);
    if (behind === lost || memo === undefined) return behind;
    asked.start = at;
    asked.end = behind - 1;
    asked.secondStart = 0;
    asked.secondEnd = 0;
    walk.matters ||= memo(asked);
    return behind;
  }

  /** From the start to behind the `{` of the user; finds the verb. */
  function pastRequest(bytes: Buffer, start: number, end: number): number {
    const user = uriMatters ? lost : leapToUser(bytes, start, end);
    if (user === lost) return walkPastRequest(bytes, pastStart(bytes, start), end);
    walk.verbEnd = user - userKeyLength - 1;
    walk.verbStart = verbBefore(bytes, start, walk.verbEnd + 1);
    const verbIsPlain = walk.verbStart !== lost && pastStart(bytes, start) !== lost;
    return verbIsPlain ? user : walkPastRequest(bytes, pastStart(bytes, start), end);
  }

  function walkPastRequest(bytes: Buffer, from: number, end: number): number {
    let at = pastText(bytes, from, end);
    at = pastText(bytes, pastLiteral(bytes, at, key.auditId), end);
    at = pastText(bytes, pastLiteral(bytes, at, key.stage), end);
    at = pastAskedText(pastLiteral(bytes, at, key.requestUri), end, uriMatters);
    walk.verbStart = pastLiteral(bytes, at, key.verb);
    at = pastText(bytes, walk.verbStart, end);
    walk.verbEnd = at - 1;
    return pastLiteral(bytes, at, key.user);
  }

  /** From behind the `{` of the user. */
  function pastIdentities(bytes: Buffer, from: number, end: number): number {
    let at = usernameMatters ? lost : leapPastUser(bytes, from, end);
    if (at === lost) {
      const name = pastAskedText(pastLiteral(bytes, from, key.username), end, usernameMatters);
      at = pastRestOfUser(bytes, name, end);
    }
    const impersonated = pastLiteral(bytes, at, key.impersonatedUser);
    if (impersonated === lost) return at;
    const name = pastText(bytes, pastLiteral(bytes, impersonated, key.username), end);
    return pastRestOfUser(bytes, name, end);
  }

  function pastClient(bytes: Buffer, from: number, end: number): number {
    const addresses = pastLiteral(bytes, from, key.sourceIps);
    const at = addresses === lost ? from : pastTexts(bytes, addresses, end);
    const agent = pastLiteral(bytes, at, key.userAgent);
    // Without one, a user agent could have been leapt over.
    if (agent === lost) return userAgentMatters ? lost : at;
    return pastAskedText(agent, end, userAgentMatters);
  }

  function pastStatus(bytes: Buffer, from: number, end: number): number {
    let at = pastLiteral(bytes, from, key.responseStatus);
    if (at === lost) return from;
    for (const text of textsOfStatus) at = pastOptionalText(bytes, at, end, text);
    const details = pastLiteral(bytes, at, key.details);
    if (details !== lost) at = pastNested(bytes, details, end);
    const code = pastLiteral(bytes, at, key.code);
    if (code === lost) return past(bytes, at, closeBrace);
    const number = threeDigits(bytes, code);
    walk.matters ||= codes.has(number);
    return number === lost ? lost : past(bytes, code + 3, closeBrace);
  }

  /** From behind the `{` of the user past the status; notes whether nothing is left that could follow bodies. */
  function pastHeader(bytes: Buffer, user: number, end: number): number {
    const client = pastIdentities(bytes, user, end);
    const object = pastClient(bytes, client, end);
    const status = object === lost ? lost : pastObject(bytes, object, end);
    const rest = status === lost ? lost : pastStatus(bytes, status, end);
    walk.isComplete = client < object && object < status && status < rest;
    return rest;
  }

  /** Of an event that was walked without a surprise. */
  const isPassedOver = (bytes: Buffer, places: EventPlaces): boolean =>
    !walk.matters && !(walk.mattersUnlessPlain && !isPlainEvent(bytes, places));

  return (bytes, start, end) => {
    asked.bytes = bytes;
    walk.matters = false;
    walk.mattersUnlessPlain = false;
    const user = pastRequest(bytes, start, end);
    const rest = pastHeader(bytes, user, end);
    if (rest === lost) return unknown;
    const bodies = pastBodyKey(bytes, rest);
    const hasBodies = bodies !== lost;
    // With bodies the end is not looked at.
    const isWhole = hasBodies
      ? walk.isComplete && endsBehind(bytes, bodies, end)
      : pastTail(bytes, rest, end) === end;
    if (!isWhole) return unknown;
    if (isPassedOver(bytes, { start, user, hasBodies, end })) return passOver;
    return hasBodies ? rest : end;
  };
}

type TextMemo = ReturnType<typeof byteMemo> | undefined;

function memoOf(matters: ((text: string) => boolean) | undefined): TextMemo {
  return matters && byteMemo(matters);
}

/** From behind the name of a user past its `}`. */
function pastRestOfUser(bytes: Buffer, from: number, end: number): number {
  let at = pastOptionalText(bytes, from, end, key.uid);
  const groups = pastLiteral(bytes, at, key.groups);
  if (groups !== lost) at = pastTexts(bytes, groups, end);
  const extra = pastLiteral(bytes, at, key.extra);
  if (extra !== lost) at = pastMap(bytes, extra, end);
  return past(bytes, at, closeBrace);
}

function pastBodyKey(bytes: Buffer, at: number): number {
  const request = pastLiteral(bytes, at, key.requestObject);
  return request === lost ? pastLiteral(bytes, at, key.responseObject) : request;
}

/** Like an object. */
const endsBehind = (bytes: Buffer, bodies: number, end: number): boolean =>
  bodies < end && bytes[end - 1] === closeBrace;

function threeDigits(bytes: Buffer, at: number): number {
  let code = 0;
  for (let digit = 0; digit < 3; digit++) {
    const value = (bytes[at + digit] ?? 0) - 48;
    if (value < 0 || value > 9) return lost;
    code = code * 10 + value;
  }
  return code;
}
