import type { Json } from '../../model/json.ts';
import { isObject } from '../../model/json.ts';
import type { Decoded, RawRecord } from '../../model/seams.ts';
import { decodeOpened } from '../envelope/decode-opened.ts';
import type { Opened } from '../envelope/opened.ts';
import { carrying, describe, misfitting, notAnEvent, passing, together } from '../envelope/opened.ts';
import { parseJson, recordText } from '../envelope/texts.ts';
import type { FormatOptions, FormatPart, Framing, Sample } from '../format-options.ts';
import { clusterOf, isTableRow, readDiagnosticRecord, readQueryTables, recordsOf } from './schema.ts';
import { auditEventOf, isOtherTable, withoutTooBig } from './table-row.ts';

const framing: Framing = { type: 'json-values', streamed: ['records'] };

/** Azure Kubernetes Service: diagnostic records and resource-specific tables. */
export const aks: FormatPart = {
  name: 'aks',
  recognise,
  defaultFraming: framing,
  create: options => ({ name: 'aks', decode: record => decode(record, options) }),
};

function decode(record: RawRecord, options: FormatOptions): Decoded {
  return decodeOpened(open(record), record, { format: 'aks', options });
}

function open(record: RawRecord): Opened {
  const text = recordText(record);
  if (!text.ok) return misfitting(text.error);
  const parsed = parseJson(text.value);
  return parsed.ok ? openValue(parsed.value) : misfitting(parsed.error);
}

function openValue(value: Json): Opened {
  const many = recordsOf(value) ?? readQueryTables(value) ?? (Array.isArray(value) ? value : undefined);
  return many === undefined ? openOne(value) : together(many.map(openOne));
}

function openOne(value: Json): Opened {
  if (isObject(value) && isTableRow(value))
    return carrying({ content: auditEventOf(value), cluster: clusterOf(value) });
  return openDiagnostic(value);
}

const auditCategories: ReadonlySet<string> = new Set(['kube-audit', 'kube-audit-admin']);

/** The other categories (guard, the controllers, the autoscaler) are logs of other components. */
function openDiagnostic(value: Json): Opened {
  const record = readDiagnosticRecord(value);
  if (record === undefined) return isOtherTable(value) ? passing(1) : notAnEvent(describe(value));
  if (!auditCategories.has(record.category.toLowerCase())) return passing(1);
  if (record.log === undefined) return notAnEvent('a record of the audit log without properties.log');
  return openLog(record.log, record.cluster);
}

function openLog(log: NonNullable<Json>, cluster: string): Opened {
  if (isObject(log)) return carrying({ content: withoutTooBig(log), cluster });
  const text = String(log).trim();
  // Only then is the text worth a look before it is parsed in the usual way.
  const parsed = text.includes('"skipped-too-big-size-object"') ? parseJson(text) : undefined;
  if (parsed?.ok === true && isObject(parsed.value))
    return carrying({ content: withoutTooBig(parsed.value), cluster });
  return carrying({ content: text, cluster });
}

/** In the start of a large file the first record may not be seen to its end. */
const beginnings: readonly RegExp[] = [
  /^[[{].*"[cC]ategory"\s*:\s*"kube-audit(?:-admin)?"/s,
  /^[[{].*"(?:log|log_s)"\s*:\s*"\{\s*\\"kind\\"\s*:\s*\\"Event\\".*\/managedclusters\//is,
  /^[[{].*"AuditId"\s*:.*"(?:RequestUri|Verb|UserAgent)"\s*:/s,
  /^\{\s*"tables"\s*:\s*\[.*"columns"\s*:\s*\[.*"name"\s*:\s*"(?:AuditId|log_s)"/s,
  /^[[{].*"resourceId"\s*:\s*"[^"]*\/managedclusters\/[^"]*".*"properties"\s*:/is,
];

function recognise({ text }: Sample): Framing | undefined {
  return beginnings.some(beginning => beginning.test(text)) ? framing : undefined;
}
