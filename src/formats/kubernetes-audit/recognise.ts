import type { Json } from '../../model/json.ts';
import { stringAt } from '../../model/json.ts';
import type { Framing, Sample } from '../format-options.ts';
import { createFramer } from '../framing/create-framer.ts';
import { auditEvent } from './audit-events.ts';
import { parseJson } from './parse-json.ts';

/** What is not one event a line: lists of them, pretty ones, one after another. */
export const valueFraming: Framing = { type: 'json-values', streamed: ['items'] };

export function recogniseAudit({ text, lines, values }: Sample): Framing | undefined {
  if (beginsAuditList(text) || values.some(isAuditList)) return valueFraming;
  if (!text.startsWith('[') && lines.some(isAuditLine)) return { type: 'lines' };
  if (completeValues(text).some(isAudit)) return valueFraming;
  return recogniseGiant(text);
}

/** The keys of an EventList that may come before its items. */
const listHead =
  /^\[?\s*\{\s*(?:"(?:kind|apiVersion|metadata)"\s*:\s*(?:"[^"\\]*"|\{[^{}]*\})\s*,\s*)+"items"\s*:\s*\[/;

function beginsAuditList(text: string): boolean {
  return listHead.exec(text)?.[0].includes('"audit.k8s.io/') ?? false;
}

function isAuditList(value: Json): boolean {
  return stringAt(value, 'kind') === 'EventList' && hasAuditVersion(value);
}

function isAuditLine(line: string): boolean {
  return line.startsWith('{') && line.endsWith('}') && isAudit(parseJson(line) ?? null);
}

/** Of whatever version: events of an unknown one are refused one by one, with that reason. */
function isAudit(value: Json): boolean {
  return (hasAuditVersion(value) && stringAt(value, 'kind') === 'Event') || auditEvent(value).ok;
}

function hasAuditVersion(value: Json): boolean {
  return stringAt(value, 'apiVersion')?.startsWith('audit.k8s.io/') ?? false;
}

/** The first values of the text, however they are laid out. */
function completeValues(text: string): readonly Json[] {
  const found: Json[] = [];
  const taker = {
    refuse: () => undefined,
    record: (piece: { readonly bytes: Buffer; readonly start: number; readonly end: number }) => {
      if (found.length < 3)
        found.push(parseJson(piece.bytes.toString('utf8', piece.start, piece.end)) ?? null);
    },
  };
  const framer = createFramer(valueFraming, { taker, maxRecordBytes: text.length * 3 + 3, firstLine: 1 });
  framer.push(Buffer.from(text));
  return found;
}

const giant = 16 * 1024;
const eventHead = /^\{"kind":"Event","apiVersion":"audit\.k8s\.io\//;
const prettyEventHead = /^\[?\s*\{\s*"(?:kind|apiVersion|level|auditID|annotations|metadata)"\s*:/;

/** The first event alone is larger than what may be looked at. */
function recogniseGiant(text: string): Framing | undefined {
  if (text.length < giant) return undefined;
  if (eventHead.test(text)) return text.includes('\n') ? undefined : { type: 'lines' };
  const isEvent = prettyEventHead.test(text) && /"apiVersion"\s*:\s*"audit\.k8s\.io\//.test(text);
  return isEvent ? valueFraming : undefined;
}
