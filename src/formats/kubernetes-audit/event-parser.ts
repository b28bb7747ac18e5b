import type { Json, JsonObject } from '../../model/json.ts';
import { isObject } from '../../model/json.ts';
import { isTooDeep } from '../too-deep.ts';
import { memoOfBytes } from './byte-memo.ts';
import { lost } from './byte-walk.ts';
import { leapPastUser, leapToUser } from './header-leap.ts';
import { parseJson } from './parse-json.ts';

export interface Parts {
  /** Where the first part of the event ends; it begins with the record. */
  readonly end: number;
  /** Where the second one begins: the last bytes of the record. */
  readonly tail: number;
}

/** Parses an event of which two parts of a record are all, or all but its bodies; undefined: they are none, or nested too deep. */
export type ParseEvent = (record: Buffer, parts: Parts) => JsonObject | undefined;

/** In place of the user, which is an object, and no number that anything writes. */
const standIn = '-0';

/**
 * A user is a third of a header, and the same few come again and again: each is parsed once, and events share it as long as it is
 * remembered. Rules and findings only read it.
 */
export function createEventParser(): ParseEvent {
  const userOf = memoOfBytes(({ bytes, start, end }) => parseUser(bytes.toString('utf8', start, end)), {
    slots: 1024,
    longest: 2048,
  });
  const nothing: Buffer = Buffer.alloc(0);
  const asked = { bytes: nothing, start: 0, end: 0, secondStart: 0, secondEnd: 0 };
  const sharedUser = (bytes: Buffer, start: number, end: number): Json | undefined => {
    asked.bytes = bytes;
    asked.start = start;
    asked.end = end;
    return userOf(asked);
  };

  return (record, { end, tail }) => {
    const open = leapToUser(record, 0, end);
    const close = open === lost ? lost : leapPastUser(record, open, end);
    const rest = record.toString('utf8', tail);
    const user = close === lost ? undefined : sharedUser(record, open - 1, close);
    if (user === undefined) return parseObject(record.toString('utf8', 0, end) + rest);
    const before = record.toString('utf8', 0, open - 1);
    const event = parseObject(`${before}${standIn}${record.toString('utf8', close, end)}${rest}`);
    // A second user, behind this one, would be the one that counts.
    if (event === undefined || !Object.is(event['user'], -0))
      return parseObject(record.toString('utf8', 0, end) + rest);
    Reflect.set(event, 'user', user);
    return event;
  };
}

function parseObject(text: string): JsonObject | undefined {
  const value = isTooDeep(text) ? undefined : parseJson(text);
  return isObject(value) ? value : undefined;
}

/** Inside of an event it is one level deeper. */
function parseUser(text: string): Json | undefined {
  return parseObject(`{"user":${text}}`)?.['user'];
}
