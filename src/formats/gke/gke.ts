import type { Json } from '../../model/json.ts';
import { fieldOf, isObject, objectAt, stringAt } from '../../model/json.ts';
import type { Decoded, RawRecord } from '../../model/seams.ts';
import { decodeOpened } from '../envelope/decode-opened.ts';
import type { Opened } from '../envelope/opened.ts';
import { carrying, describe, misfitting, notAnEvent, passing, together } from '../envelope/opened.ts';
import { parseJson, recordText, unpackBase64 } from '../envelope/texts.ts';
import type { FormatOptions, FormatPart, Framing, Sample } from '../format-options.ts';
import { auditEventOf } from './audit-event.ts';
import { isKubernetesEntry, readLogEntry } from './schema.ts';

const framing: Framing = { type: 'json-values', streamed: ['entries'] };

/** Google Kubernetes Engine: entries of Cloud Logging. */
export const gke: FormatPart = {
  name: 'gke',
  recognise,
  defaultFraming: framing,
  create: options => ({ name: 'gke', decode: record => decode(record, options) }),
};

function decode(record: RawRecord, options: FormatOptions): Decoded {
  return decodeOpened(open(record), record, { format: 'gke', options });
}

function open(record: RawRecord): Opened {
  const text = recordText(record);
  if (!text.ok) return misfitting(text.error);
  const parsed = parseJson(text.value);
  return parsed.ok ? openValue(parsed.value) : misfitting(parsed.error);
}

/** An entry, a list of them, `{entries: [...]}`, and what Pub/Sub delivers, once. */
function openValue(value: Json, delivered = false): Opened {
  if (isObject(value) && readLogEntry(value) !== undefined) return openEntry(value);
  const entries = Array.isArray(value) ? value : fieldOf(value, 'entries');
  if (Array.isArray(entries)) return together(entries.map(entry => openValue(entry, delivered)));
  const message = stringAt(objectAt(value, 'message'), 'data');
  if (message !== undefined && !delivered) return openMessage(message);
  return isObject(value) && isOtherEntry(value) ? passing(1) : notAnEvent(describe(value));
}

function openEntry(value: Json): Opened {
  const entry = readLogEntry(value);
  if (entry === undefined || !isKubernetesEntry(value)) return passing(1);
  if (entry.methodName === '') return notAnEvent('an entry without a methodName');
  return carrying({ content: auditEventOf(entry), cluster: entry.cluster });
}

function openMessage(data: string): Opened {
  const text = unpackBase64(data);
  if (!text.ok) return misfitting(text.error);
  const parsed = parseJson(text.value);
  return parsed.ok ? openValue(parsed.value, true) : misfitting(parsed.error);
}

/** An entry of another log: a container's output, say. */
function isOtherEntry(value: Json): boolean {
  return stringAt(value, 'logName') !== undefined && stringAt(value, 'insertId') !== undefined;
}

/** In the start of a large list only its first entry can be seen, perhaps not to its end. */
const entry =
  /"(?:protoPayload|protopayload_auditlog)"\s*:\s*\{.*"(?:methodName|permission)"\s*:\s*"io\.k8s\./s;
const pubsub = /^[[{].*"message"\s*:\s*\{[^}]*"data"\s*:\s*"[A-Za-z0-9+/]{40}/s;

function recognise({ text, values }: Sample): Framing | undefined {
  if (values.some(value => isKubernetesEntry(value))) return framing;
  if (entry.test(text) && /^[[{]/.test(text)) return framing;
  return pubsub.test(text) && values.some(value => openValue(value).carried.length > 0) ? framing : undefined;
}
