import { isObject } from '../../model/json.ts';
import type { NodeActivity } from '../../model/node-activity.ts';
import type { Decoded, Format, RawRecord } from '../../model/seams.ts';
import { refused } from '../envelope/refused.ts';
import { parseJson, recordText } from '../envelope/texts.ts';
import type { FormatOptions, FormatPart, Framing, Sample } from '../format-options.ts';
import { readContainerdEvent } from './read-event.ts';

const framing: Framing = { type: 'lines' };

/** Events of containerd, as `ctr events` prints them: time, namespace, topic, and the event as JSON. */
export const containerd: FormatPart = { name: 'containerd', recognise, defaultFraming: framing, create };

const line =
  /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d{1,9})?) \+0000 UTC (\S{1,76}) (\/[a-z]+(?:\/[a-z-]+){1,2}) (\{.*)$/s;

function create({ cluster }: FormatOptions): Format {
  return { name: 'containerd', decode: record => decode(record, cluster) };
}

function decode(record: RawRecord, cluster: string): Decoded {
  const origin = { source: 'containerd', file: record.file, line: record.line };
  const refuse = (reason: 'not-a-node-event' | 'not-json', detail: string): Decoded => ({
    activities: [],
    refusals: [{ reason, detail, origin }],
    skipped: 0,
  });
  const text = recordText(record);
  if (!text.ok) return refused(text.error, origin);
  const [, day, time, namespace = '', topic = '', body = ''] = line.exec(text.value.trim()) ?? [];
  if (day === undefined) return refuse('not-a-node-event', 'no line of ctr events');
  const parsed = parseJson(body);
  if (!parsed.ok) return refused(parsed.error, origin);
  if (!isObject(parsed.value)) return refuse('not-json', 'an event that is no object');
  const place = { cluster, origin, format: 'containerd' };
  const found = readContainerdEvent({ topic, namespace, at: `${day}T${time}Z`, event: parsed.value, place });
  const activities: readonly NodeActivity[] = found === undefined ? [] : [found];
  return { activities, refusals: [], skipped: 1 - activities.length };
}

function recognise({ lines }: Sample): Framing | undefined {
  return lines.some(text => line.test(text)) ? framing : undefined;
}
