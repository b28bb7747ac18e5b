import type { Json } from '../../model/json.ts';
import { fieldOf, stringAt } from '../../model/json.ts';
import type { Decoded, RawRecord } from '../../model/seams.ts';
import { decodeOpened } from '../envelope/decode-opened.ts';
import type { Opened } from '../envelope/opened.ts';
import { carrying, describe, misfitting, notAnEvent, passing, together } from '../envelope/opened.ts';
import { parseJson, recordText } from '../envelope/texts.ts';
import type { FormatOptions, FormatPart, Framing, Sample } from '../format-options.ts';
import { auditEventOf } from './audit-event.ts';
import { concernsContainers, isTrailRecord, readTrailRecord, recordsOf } from './schema.ts';

const framing: Framing = { type: 'json-values', streamed: ['Records', 'Events'] };

/** AWS CloudTrail: calls to Amazon ECS, EventBridge and EventBridge Scheduler. Those to other services are counted. */
export const cloudtrail: FormatPart = {
  name: 'cloudtrail',
  recognise,
  defaultFraming: framing,
  create: options => ({ name: 'cloudtrail', decode: record => decode(record, options) }),
};

function decode(record: RawRecord, options: FormatOptions): Decoded {
  return decodeOpened(open(record), record, { format: 'cloudtrail', options });
}

function open(record: RawRecord): Opened {
  const text = recordText(record);
  if (!text.ok) return misfitting(text.error);
  const parsed = parseJson(text.value);
  return parsed.ok ? openValue(parsed.value, 0) : misfitting(parsed.error);
}

const deepest = 3;

/** A record, a list of them, what `lookup-events` gives (its record is JSON text), what EventBridge delivers. */
function openValue(value: Json, depth: number): Opened {
  if (isTrailRecord(value)) {
    if (!concernsContainers(value)) return passing(1);
    const record = readTrailRecord(value);
    const cluster = [record.account, record.region].filter(part => part !== '').join('/');
    return carrying({ content: auditEventOf(record), cluster });
  }
  const records = Array.isArray(value) ? value : recordsOf(value);
  if (Array.isArray(records) && depth < deepest)
    return together(records.map(record => openValue(record, depth + 1)));
  const inner = stringAt(value, 'CloudTrailEvent');
  if (inner === undefined || depth >= deepest) return notAnEvent(describe(value));
  const parsed = parseJson(inner);
  return parsed.ok ? openValue(parsed.value, depth + 1) : misfitting(parsed.error);
}

/** The start of a file of S3, whose first record is not seen to its end. */
const beginning = /^\{\s*"Records"\s*:\s*\[\s*\{\s*"eventVersion"\s*:/;

function recognise({ text, values }: Sample): Framing | undefined {
  if (!/^[{[]/.test(text)) return undefined;
  return beginning.test(text) || values.some(isCarrier) ? framing : undefined;
}

function isCarrier(value: Json): boolean {
  if (isTrailRecord(value)) return true;
  const records = Array.isArray(value) ? value : (recordsOf(value) ?? fieldOf(value, 'Events'));
  const [first] = Array.isArray(records) ? records : [];
  return first !== undefined && (isTrailRecord(first) || stringAt(first, 'CloudTrailEvent') !== undefined);
}
