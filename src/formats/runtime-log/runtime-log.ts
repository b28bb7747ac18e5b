import { isObject, stringAt } from '../../model/json.ts';
import type { NodeActivity } from '../../model/node-activity.ts';
import type { Decoded, Format, RawRecord } from '../../model/seams.ts';
import { refused } from '../envelope/refused.ts';
import { parseJson, recordText } from '../envelope/texts.ts';
import type { FormatOptions, FormatPart, Framing, Sample } from '../format-options.ts';
import { timeOfNanoseconds } from '../seen/references.ts';
import { readContainerdMessage } from './containerd-message.ts';
import { readCrioMessage } from './crio-message.ts';
import type { RuntimeMessage } from './runtime-message.ts';

const framing: Framing = { type: 'lines' };

/** What containerd and CRI-O log of requests of the kubelet, as journald keeps it (`journalctl -o json` or text) or as a file. */
export const runtimeLog: FormatPart = { name: 'runtime-log', recognise, defaultFraming: framing, create };

/** logrus, behind what syslog or journald put before it. */
const logged =
  /^(?:.{0,200}?\s(?:containerd|crio)\[\d+\]: )?time="([^"]{10,50})" level=[a-z]+ msg="((?:[^"\\]|\\.)*)"(.*)$/s;

function create({ cluster }: FormatOptions): Format {
  return { name: 'runtime-log', decode: record => decode(record, cluster) };
}

function decode(record: RawRecord, cluster: string): Decoded {
  const origin = { source: 'runtime-log', file: record.file, line: record.line };
  const text = recordText(record);
  if (!text.ok) return refused(text.error, origin);
  const line = lineOf(text.value.trim());
  const message = line && messageOf(line.text, line.time);
  if (message === undefined)
    return line?.isEntry === true
      ? { activities: [], refusals: [], skipped: 1 }
      : refused({ reason: 'not-a-node-event', detail: 'no line of containerd or CRI-O' }, origin);
  const place = { cluster, origin, format: 'runtime-log' };
  const told = readContainerdMessage(message) ?? readCrioMessage(message);
  const activities: readonly NodeActivity[] =
    told === undefined ? [] : [{ ...place, node: line?.host ?? '', ...told }];
  return { activities, refusals: [], skipped: 1 - activities.length };
}

interface Line {
  readonly text: string;
  readonly time: string;
  readonly host: string;
  /** It came as an entry of a journal, whatever it says. */
  readonly isEntry: boolean;
}

function lineOf(text: string): Line | undefined {
  if (!text.startsWith('{')) return { text, time: '', host: '', isEntry: false };
  const parsed = parseJson(text);
  if (!parsed.ok || !isObject(parsed.value)) return undefined;
  const message = stringAt(parsed.value, 'MESSAGE');
  if (message === undefined) return undefined;
  const microseconds = stringAt(parsed.value, '__REALTIME_TIMESTAMP') ?? '';
  return {
    text: message,
    time: timeOfNanoseconds(`${microseconds}000`),
    host: stringAt(parsed.value, '_HOSTNAME') ?? '',
    isEntry: true,
  };
}

function messageOf(text: string, time: string): RuntimeMessage | undefined {
  const [, at, message, fields] = logged.exec(text) ?? [];
  if (at === undefined || message === undefined) return undefined;
  return { at: rfc3339(at) || time, text: message.replaceAll('\\"', '"'), fields: fields ?? '' };
}

/** CRI-O writes a blank in the middle and an offset. */
function rfc3339(text: string): string {
  const time = text.replace(/^(\S{10}) (\S+?)Z?([+-]\d\d:?\d\d)?$/, '$1T$2$3');
  const milliseconds = Date.parse(time);
  if (Number.isNaN(milliseconds)) return '';
  return time.endsWith('Z') ? time : new Date(milliseconds).toISOString();
}

function recognise({ lines, values }: Sample): Framing | undefined {
  const isTold = (message: RuntimeMessage | undefined): boolean =>
    message !== undefined && (readContainerdMessage(message) ?? readCrioMessage(message)) !== undefined;
  if (lines.some(line => (line.startsWith('{') ? false : isTold(messageOf(line, ''))))) return framing;
  return values.some(value => isTold(messageOf(stringAt(value, 'MESSAGE') ?? '', ''))) ? framing : undefined;
}
