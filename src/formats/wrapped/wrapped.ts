import type { Json } from '../../model/json.ts';
import { isObject } from '../../model/json.ts';
import type { Origin } from '../../model/origin.ts';
import type { Decoded, Format, RawRecord } from '../../model/seams.ts';
import { decodeOpened } from '../envelope/decode-opened.ts';
import type { Opened } from '../envelope/opened.ts';
import { misfitting, nothing, passing } from '../envelope/opened.ts';
import { parseJson, recordText } from '../envelope/texts.ts';
import type { FormatOptions, FormatPart, Framing, Sample } from '../format-options.ts';
import { readCriLine } from './cri-line.ts';
import type { JoinedLines } from './joined-lines.ts';
import { createJoinedLines } from './joined-lines.ts';
import { openLine, openWrapper } from './open-wrapper.ts';
import { readLinePart } from './schema.ts';

/** A part of a line may end with a blank that belongs to it. */
const lineFraming: Framing = { type: 'lines', keepBlanks: true };

/** Audit lines inside what a collector, a container runtime or a log store made of them. */
export const wrapped: FormatPart = { name: 'wrapped', recognise, defaultFraming: lineFraming, create };

function create(options: FormatOptions): Format {
  const lines = createJoinedLines();
  const context = { format: 'wrapped', options };
  let last: Origin | undefined;
  return {
    name: 'wrapped',
    decode(record): Decoded {
      last = { source: record.source, file: record.file, line: record.line };
      return decodeOpened(open(record, lines), record, context);
    },
    waits: file => lines.waits(`${file}\n`),
    end(file): Decoded {
      const origin = last?.file === file ? last : { source: '', file, line: 1 };
      const waiting = lines.drain(`${file}\n`).map(text => ({
        reason: 'cut-off' as const,
        detail: `a line in parts, of which ${text.length} characters have come`,
      }));
      return decodeOpened(misfitting(...waiting), origin, context);
    },
  };
}

function open(record: RawRecord, lines: JoinedLines): Opened {
  const text = recordText(record);
  if (!text.ok) return misfitting(text.error);
  const part = readCriLine(text.value);
  if (part !== undefined) return openPart(part, record, lines);
  const line = text.value.trim();
  if (!line.startsWith('{') && !line.startsWith('[')) return openLine(line);
  const parsed = parseJson(line);
  return parsed.ok ? openValue(parsed.value, record, lines) : misfitting(parsed.error);
}

function openValue(value: Json, record: RawRecord, lines: JoinedLines): Opened {
  const part = isObject(value) ? readLinePart(value) : undefined;
  return part === undefined ? openWrapper(value) : openPart(part, record, lines);
}

interface Part {
  readonly text: string;
  readonly partial: boolean;
  readonly stream: string;
}

function openPart({ text, partial, stream }: Part, record: RawRecord, lines: JoinedLines): Opened {
  const joined = lines.add(`${record.file}\n${stream}`, text, partial);
  if (joined === 'waits') return nothing;
  if (joined === 'too-long') return misfitting({ reason: 'too-long', detail: 'a line in parts' });
  return stream === 'stderr' && !joined.line.startsWith('{') ? passing(1) : openLine(joined.line);
}

/** One line of a container's log that holds an event, one wrapper that does, or an event as text within JSON. */
function recognise({ text, lines, values }: Sample): Framing | undefined {
  if (lines.some(isCarryingLine)) return lineFraming;
  if (!values.some(holdsEvent) && !eventAsText.test(text)) return undefined;
  const [first = ''] = lines;
  if (first.startsWith('{') && parseJson(first).ok && values.length > 0) return lineFraming;
  return { type: 'json-values', streamed: ['records', 'logs', 'hits', 'streams'] };
}

/** CRI's, or behind what syslog and the like put before it. */
function isCarryingLine(line: string): boolean {
  if (!line.includes('audit.k8s.io/')) return false;
  return (
    readCriLine(line) !== undefined ||
    /^[^{"]{1,300}\{"kind":"Event","apiVersion":"audit\.k8s\.io\//.test(line)
  );
}

const eventAsText = /^[[{].*\\"apiVersion\\":\s*\\"audit\.k8s\.io\/v/s;

function holdsEvent(value: Json): boolean {
  const part = isObject(value) ? readLinePart(value) : undefined;
  if (part?.partial === true) return part.text.startsWith('{"kind":"Event","apiVersion":"audit.k8s.io/');
  return openWrapper(value).carried.length > 0;
}
