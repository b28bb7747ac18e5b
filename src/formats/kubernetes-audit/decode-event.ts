import { isUtf8 } from 'node:buffer';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Origin } from '../../model/origin.ts';
import type { Refusal } from '../../model/refusal.ts';
import type { Decoded, RawRecord } from '../../model/seams.ts';
import { auditActivity } from '../audit-activity.ts';
import type { FormatOptions } from '../format-options.ts';
import { isTooDeep, maxDepth } from '../too-deep.ts';
import type { Misfit } from './audit-events.ts';
import { auditEvent, auditEvents } from './audit-events.ts';
import { unknown } from './header-scan.ts';
import { parseJson } from './parse-json.ts';
import { splitEvent } from './split-event.ts';

const format = 'kubernetes-audit';

/** All of the record is parsed; an EventList gives an activity for each of its items. */
export function decodeWhole(record: RawRecord, options: FormatOptions): Decoded {
  const { bytes, start, end } = record;
  if (!isUtf8(bytes.subarray(start, end))) return refused(record, notUtf8);
  const text = bytes.toString('utf8', start, end);
  if (isTooDeep(text))
    return refused(record, { reason: 'too-deep', detail: `nested deeper than ${maxDepth}` });
  const value = parseJson(text);
  if (value === undefined) return refused(record, { reason: 'not-json', detail: 'it cannot be parsed' });
  return decodeValue(value, record, options);
}

const notUtf8: Misfit = { reason: 'not-utf8', detail: 'invalid UTF-8' };

/**
 * The header is parsed, a body when it is first looked at; undefined where that is not possible. `header` is what the scan says of its
 * end.
 */
export function decodeWithLazyBodies(
  record: RawRecord,
  header: number,
  options: FormatOptions,
): Decoded | undefined {
  const { bytes, start, end } = record;
  const origin = originOf(record);
  const event = splitEvent(bytes.subarray(start, end), {
    header: header === unknown ? undefined : header - start,
    report: misfit => options.refuseLater?.({ ...misfit, origin }),
  });
  if (!event || !auditEvent(event).ok) return undefined;
  return inspected([event], origin, options);
}

function decodeValue(value: Json, record: RawRecord, options: FormatOptions): Decoded {
  const events: JsonObject[] = [];
  const refusals: Refusal[] = [];
  const origin = originOf(record);
  for (const result of auditEvents(value)) {
    if (result.ok) events.push(result.value);
    else refusals.push({ ...result.error, origin });
  }
  return { ...inspected(events, origin, options), refusals };
}

function inspected(events: readonly JsonObject[], origin: Origin, { cluster }: FormatOptions): Decoded {
  const activities = events.map(event => auditActivity({ event, origin, cluster, format }));
  return { activities, refusals: [], skipped: 0 };
}

function refused(record: RawRecord, misfit: Misfit): Decoded {
  return { activities: [], refusals: [{ ...misfit, origin: originOf(record) }], skipped: 0 };
}

function originOf({ source, file, line }: RawRecord): Origin {
  return { source, file, line };
}
