import type { Origin } from '../../model/origin.ts';
import type { Decoded, Format, RawRecord } from '../../model/seams.ts';
import { refused } from '../envelope/refused.ts';
import { recordText } from '../envelope/texts.ts';
import type { FormatOptions, FormatPart, Framing, Sample } from '../format-options.ts';
import type { AuditdLine } from './auditd-line.ts';
import { readAuditdLine } from './auditd-line.ts';
import { eventOfLines } from './event-of-lines.ts';

const framing: Framing = { type: 'lines' };

/** The log of Linux' auditd: a record a line, several records an event, which are found together by time and serial number. */
export const auditd: FormatPart = { name: 'auditd', recognise, defaultFraming: framing, create };

interface Open {
  readonly origin: Origin;
  readonly lines: AuditdLine[];
}

/** Events of several processors are written at once, but an event's records are soon together. */
const mostOpen = 64;
const mostLines = 256;

const nothing: Decoded = { activities: [], refusals: [], skipped: 0 };

function create({ cluster }: FormatOptions): Format {
  const files = new Map<string, Map<string, Open>>();
  const close = (opened: Open): Decoded => {
    const found = eventOfLines(opened.lines, { cluster, origin: opened.origin, format: 'auditd' });
    return { activities: found, refusals: [], skipped: found.length === 0 ? 1 : 0 };
  };
  const add = (line: AuditdLine, record: RawRecord): Decoded => {
    const open = files.get(record.file) ?? new Map<string, Open>();
    files.set(record.file, open);
    const key = `${line.node} ${line.id}`;
    const origin = { source: 'auditd', file: record.file, line: record.line };
    const event = open.get(key) ?? { origin, lines: [] };
    open.set(key, event);
    if (event.lines.length < mostLines) event.lines.push(line);
    // PROCTITLE is the last record of an event that has one; EOE ends the others.
    if (line.type !== 'EOE' && line.type !== 'PROCTITLE' && open.size <= mostOpen) return nothing;
    const [oldest = key] = open.keys();
    const ready = line.type === 'EOE' || line.type === 'PROCTITLE' ? key : oldest;
    const ended = open.get(ready);
    open.delete(ready);
    return ended === undefined || isEnd(ended) ? nothing : close(ended);
  };
  return {
    name: 'auditd',
    decode(record) {
      const origin = { source: 'auditd', file: record.file, line: record.line };
      const text = recordText(record);
      if (!text.ok) return refused(text.error, origin);
      const line = readAuditdLine(text.value);
      if (line === undefined)
        return refused({ reason: 'not-a-node-event', detail: 'no record of auditd' }, origin);
      return add(line, record);
    },
    waits: file => (files.get(file)?.size ?? 0) > 0,
    end(file) {
      const open = [...(files.get(file)?.values() ?? [])].filter(event => !isEnd(event));
      files.delete(file);
      const closed = open.map(close);
      return {
        activities: closed.flatMap(({ activities }) => activities),
        refusals: [],
        skipped: closed.reduce((sum, { skipped }) => sum + skipped, 0),
      };
    },
  };
}

/** The end of an event whose records were taken already. */
const isEnd = ({ lines }: Open): boolean => lines.every(({ type }) => type === 'EOE');

function recognise({ lines }: Sample): Framing | undefined {
  return lines.some(line => readAuditdLine(line) !== undefined) ? framing : undefined;
}
