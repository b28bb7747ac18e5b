import type { Json, JsonObject } from '../../model/json.ts';
import { isObject } from '../../model/json.ts';
import type { NodeActivity } from '../../model/node-activity.ts';
import type { Origin } from '../../model/origin.ts';
import type { Decoded, Format, RawRecord } from '../../model/seams.ts';
import { parseJson, recordText } from '../envelope/texts.ts';
import type { FormatName, FormatOptions, FormatPart, Framing, Sample } from '../format-options.ts';
import type { Misfit } from '../kubernetes-audit/audit-events.ts';
import { readCriLine } from '../wrapped/cri-line.ts';
import { findCarried } from './find-carried.ts';

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
  readonly read: (value: JsonObject, place: Place) => readonly NodeActivity[];
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
  const start = content.search(/[[{]/);
  // An agent says more than its events on its own output: when it starts, what it has loaded.
  if (start < 0) return { activities: [], refusals: [], skipped: 1 };
  const parsed = parseJson(content.slice(start));
  if (!parsed.ok)
    return start > 0 ? { activities: [], refusals: [], skipped: 1 } : refused(parsed.error, origin);
  return read(parsed.value, reader, place);
}

function read(value: Json, reader: SeenReader, place: Place): Decoded {
  const found = findCarried(value, reader.isMine);
  if (found.length === 0) return refused(notMine(reader), place.origin);
  const told = found.map(one => reader.read(one, place));
  return { activities: told.flat(), refusals: [], skipped: told.filter(({ length }) => length === 0).length };
}

const notMine = ({ name }: SeenReader): Misfit => ({
  reason: 'not-a-node-event',
  detail: `no event of ${name}`,
});

export function refused(misfit: Misfit, origin: Origin): Decoded {
  return { activities: [], refusals: [{ ...misfit, origin }], skipped: 0 };
}

function recognise({ lines: shown, values }: Sample, { isMine }: SeenReader): Framing | undefined {
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
