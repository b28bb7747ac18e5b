import type { Decoded, RawRecord } from '../../model/seams.ts';
import { decodeOpened } from '../envelope/decode-opened.ts';
import type { Opened } from '../envelope/opened.ts';
import { carrying, misfitting, notAnEvent } from '../envelope/opened.ts';
import { recordText } from '../envelope/texts.ts';
import type { FormatOptions, FormatPart, Framing, Sample } from '../format-options.ts';
import { auditEventOf } from './audit-event.ts';
import { columns, readRow } from './schema.ts';

/** The CSV that Logstash made of the audit log of hkerma/kubernetes-event-dataset. */
export const logstashCsv: FormatPart = {
  name: 'logstash-csv',
  recognise,
  defaultFraming: { type: 'csv-rows' },
  create: options => ({ name: 'logstash-csv', decode: record => decode(record, options) }),
};

function decode(record: RawRecord, options: FormatOptions): Decoded {
  return decodeOpened(open(record), record, { format: 'logstash-csv', options });
}

function open(record: RawRecord): Opened {
  const text = recordText(record);
  if (!text.ok) return misfitting(text.error);
  const row = readRow(text.value.trim());
  if (row !== undefined && isAuditRow(row.verb, row.stage)) return carrying({ content: auditEventOf(row) });
  const reason = record.unterminated === true ? 'cut-off' : undefined;
  return reason === undefined
    ? notAnEvent(`a row that has not the ${columns.length} columns of the data set`)
    : misfitting({ reason, detail: 'the last row' });
}

function isAuditRow(verb: string, stage: string): boolean {
  return /^[a-z]+$/.test(verb) && /^(?:RequestReceived|ResponseStarted|ResponseComplete|Panic)$/.test(stage);
}

function recognise({ lines }: Sample): Framing | undefined {
  const isRow = (line: string): boolean => {
    const row = readRow(line.trim());
    return row !== undefined && isAuditRow(row.verb, row.stage) && row.requestURI.startsWith('/');
  };
  return lines.some(isRow) ? { type: 'csv-rows' } : undefined;
}
