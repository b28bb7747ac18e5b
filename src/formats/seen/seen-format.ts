import type { Json, JsonObject } from '../../model/json.ts';
import { isObject } from '../../model/json.ts';
import type { NodeActivity } from '../../model/node-activity.ts';
import type { Origin } from '../../model/origin.ts';
import type { Decoded, Format, RawRecord } from '../../model/seams.ts';
import { refused } from '../envelope/refused.ts';
import { parseJson, recordText } from '../envelope/texts.ts';
import type { FormatName, FormatOptions, FormatPart, Framing, Sample } from '../format-options.ts';
import type { Misfit } from '../kubernetes-audit/audit-events.ts';
import { readCriLine } from '../wrapped/cri-line.ts';
import { contentsOf } from '../wrapped/schema.ts';
import { findCarried } from './find-carried.ts';
import type { LogCarrier } from './log-carrier.ts';
import { carrierOfFile, carrierOfWrapper, noCarrier } from './log-carrier.ts';

/** What every activity of a record has: its origin names the format, which is what saw it. */
export interface Place {
  readonly cluster: string;
  readonly origin: Origin;
  readonly format: string;
}

/** An agent that writes JSON objects, as lines or not, however a collector has wrapped them. */
export interface SeenReader {
  readonly name: FormatName;
  readonly isMine: (value: JsonObject) => boolean;
  /** Empty: it tells nothing of containers, processes, files or connections, and is counted as skipped. */
  readonly read: (value: JsonObject, place: Place, carrier: LogCarrier) => readonly NodeActivity[];
  /** For lines that are no JSON; undefined: not one of its own. */
  readonly readText?: (
    line: string,
    place: Place,
    carrier: LogCarrier,
  ) => readonly NodeActivity[] | undefined;
}

export function seenFormat(reader: SeenReader): FormatPart {
  return {
    name: reader.name,
    recognise: sample => recognise(sample, reader),
    defaultFraming: lines,
    create: options => create(reader, options),
  };
}

const lines: Framing = { type: 'lines' };

function create(reader: SeenReader, { cluster }: FormatOptions): Format {
  return { name: reader.name, decode: record => decode(record, reader, cluster) };
}

function decode(record: RawRecord, reader: SeenReader, cluster: string): Decoded {
  const origin = { source: reader.name, file: record.file, line: record.line };
  const place = { cluster, origin, format: reader.name };
  const text = recordText(record);
  if (!text.ok) return refused(text.error, origin);
  const line = readCriLine(text.value.trim());
  const content = line?.text ?? text.value;
  const carrier = { ...carrierOfFile(record.file), time: line?.time ?? '' };
  const told = reader.readText?.(content.trim(), place, carrier);
  if (told !== undefined) return decodedOf([told]);
  const start = content.search(/[[{]/);
  // An agent says more than its events on its own output: when it starts, what it has loaded.
  if (start < 0) return { activities: [], refusals: [], skipped: 1 };
  const parsed = parseJson(content.slice(start));
  if (!parsed.ok)
    return start > 0 ? { activities: [], refusals: [], skipped: 1 } : refused(parsed.error, origin);
  return read(parsed.value, reader, { place, carrier });
}

interface Where {
  readonly place: Place;
  readonly carrier: LogCarrier;
}

function read(value: Json, reader: SeenReader, { place, carrier }: Where): Decoded {
  const found = findCarried(value, reader.isMine);
  const told = carrierOfWrapper(value, carrier);
  if (found.length > 0) return decodedOf(found.map(one => reader.read(one, place, told)));
  const text = carriedText(value);
  const line = text === '' ? undefined : reader.readText?.(text, place, told);
  return line === undefined ? refused(notMine(reader), place.origin) : decodedOf([line]);
}

/** A line of text in what a collector made of it. */
function carriedText(value: Json): string {
  if (!isObject(value)) return '';
  return (
    contentsOf(value)
      .find(content => typeof content === 'string')
      ?.trim() ?? ''
  );
}

const decodedOf = (told: readonly (readonly NodeActivity[])[]): Decoded => ({
  activities: told.flat(),
  refusals: [],
  skipped: told.filter(({ length }) => length === 0).length,
});

const notMine = ({ name }: SeenReader): Misfit => ({
  reason: 'not-a-node-event',
  detail: `no event of ${name}`,
});

function recognise({ lines: shown, values, file }: Sample, reader: SeenReader): Framing | undefined {
  const { isMine, readText } = reader;
  const place = { cluster: '', origin: { source: reader.name, file, line: 0 }, format: reader.name };
  const isText = (line: string): boolean => (readText?.(line, place, noCarrier) ?? []).length > 0;
  if (readText && shown.some(line => isText(readCriLine(line)?.text ?? line))) return lines;
  if (readText && values.some(value => isText(carriedText(value)))) return lines;
  if (values.some(value => findCarried(value, isMine).length > 0))
    return isOneALine(shown) ? lines : { type: 'json-values', streamed: ['records', 'logs'] };
  const carried = shown.some(line => holds(readCriLine(line)?.text ?? '', isMine));
  return carried ? lines : undefined;
}

/** The first line that begins like JSON is whole by itself. */
function isOneALine(shown: readonly string[]): boolean {
  const first = shown.find(line => line.startsWith('{'));
  return first !== undefined && parseJson(first).ok;
}

function holds(text: string, isMine: SeenReader['isMine']): boolean {
  if (!text.startsWith('{')) return false;
  const parsed = parseJson(text);
  return parsed.ok && isObject(parsed.value) && findCarried(parsed.value, isMine).length > 0;
}
