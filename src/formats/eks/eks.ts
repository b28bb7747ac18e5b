import type { Decoded, RawRecord } from '../../model/seams.ts';
import { decodeOpened } from '../envelope/decode-opened.ts';
import type { Opened } from '../envelope/opened.ts';
import { misfitting } from '../envelope/opened.ts';
import { parseJson, recordText } from '../envelope/texts.ts';
import type { FormatOptions, FormatPart, Framing, Sample } from '../format-options.ts';
import { openEks, openExportedLine, streamOf } from './open-eks.ts';

/** Amazon EKS: the control plane's log group in CloudWatch, in every shape in which it leaves there. */
export const eks: FormatPart = {
  name: 'eks',
  recognise,
  defaultFraming: { type: 'lines' },
  create: options => ({ name: 'eks', decode: record => decode(record, options) }),
};

function decode(record: RawRecord, options: FormatOptions): Decoded {
  return decodeOpened(open(record), record, { format: 'eks', options });
}

function open(record: RawRecord): Opened {
  const text = recordText(record);
  if (!text.ok) return misfitting(text.error);
  const line = text.value.trim();
  const stream = streamOf(record.file);
  if (!line.startsWith('{') && !line.startsWith('[')) return openExportedLine(line, stream);
  const parsed = parseJson(line);
  // A truncated event by itself, as some exporters write it.
  return parsed.ok ? openEks(parsed.value, stream) : openExportedLine(line, stream);
}

/** The line of an export: to the millisecond, then an event, or what a component logs. */
const exportedLine =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (?:\{"kind":"Event","apiVersion":"audit\.k8s\.io\/|[IWEF]\d{4} \d\d:|time="[^"]*" level=)/;

/** How the JSON shapes begin. Only the start of a large one is seen, so what follows cannot be asked for. */
const beginnings: readonly RegExp[] = [
  /^\{\s*"(?:messageType|owner|logGroup|logStream)"\s*:.*"logEvents"\s*:\s*\[/s,
  /^\{\s*"messageType"\s*:\s*"CONTROL_MESSAGE"/,
  /^\{\s*"awslogs"\s*:\s*\{\s*"data"\s*:/,
  /^\{.*"(?:data|Data)"\s*:\s*"H4sI/s,
  /^\{.*"events"\s*:\s*\[\s*\{\s*"(?:logStreamName|timestamp|ingestionTime|eventId)"\s*:/s,
  /^\{.*"results"\s*:\s*\[\s*\[\s*\{\s*"field"\s*:/s,
  /^\{\s*"(?:logStreamName|ingestionTime|eventId)"\s*:\s*"?[^"]*"?\s*,.*"message"\s*:/s,
];

function recognise({ text, lines }: Sample): Framing | undefined {
  if (lines.some(line => exportedLine.test(line))) return { type: 'lines' };
  if (!beginnings.some(beginning => beginning.test(text))) return undefined;
  return { type: 'json-values', streamed: ['events', 'results', 'records', 'Records'] };
}
