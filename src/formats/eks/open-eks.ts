import type { Json } from '../../model/json.ts';
import { isObject } from '../../model/json.ts';
import { isComponentLog } from '../envelope/component-log.ts';
import { isAudit } from '../envelope/is-audit.ts';
import type { Opened } from '../envelope/opened.ts';
import { carrying, describe, misfitting, notAnEvent, passing, together } from '../envelope/opened.ts';
import { parseJson, unpackBase64 } from '../envelope/texts.ts';
import type { LogLine } from './schema.ts';
import { readEncoded, readLogEvents, readSubscription } from './schema.ts';

/** Opens any shape of CloudWatch's. `stream` is what the file's path says, for shapes that do not tell. */
export function openEks(value: Json, stream: string): Opened {
  const subscription = readSubscription(value);
  if (subscription === 'probe') return passing(1);
  const lines = subscription ?? readLogEvents(value);
  if (lines !== undefined)
    return together(lines.map(line => openLine({ ...line, stream: line.stream || stream })));
  const encoded = readEncoded(value);
  if (encoded !== undefined) return together(encoded.map(text => openEncoded(text, stream)));
  if (isObject(value) && isAudit(value)) return carrying({ content: value });
  return notAnEvent(describe(value));
}

/** A payload holds no further payload: whatever it claims, it is opened once. */
function openEncoded(encoded: string, stream: string): Opened {
  const text = unpackBase64(encoded);
  if (!text.ok) return misfitting(text.error);
  const value = parseJson(text.value);
  if (!value.ok) return misfitting(value.error);
  return readEncoded(value.value) === undefined
    ? openEks(value.value, stream)
    : notAnEvent('a payload in a payload');
}

/** `2026-11-23T04:37:02.066Z {...}`: a line of an export to S3. */
const exported = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z) (.*)$/s;

export function openExportedLine(text: string, stream: string): Opened {
  const [, time, message] = exported.exec(text) ?? [];
  return openLine({ message: message ?? text, stream, group: '', time });
}

/** One log group has the streams of all control-plane components; only the audit log's are ours. */
function openLine({ message, stream, group, time }: LogLine): Opened {
  if (stream !== '' && !stream.startsWith('kube-apiserver-audit')) return passing(1);
  const text = message.trim();
  if (text.startsWith('{'))
    return carrying({ content: text, cluster: clusterOf(group), ...(time === undefined ? {} : { time }) });
  return stream === '' && isComponentLog(text) ? passing(1) : notAnEvent('a line that is no JSON');
}

/** `/aws/eks/<cluster>/cluster`; Insights puts the account before it. */
function clusterOf(group: string): string {
  return /^(?:\d+:)?\/aws\/eks\/([^/]+)\/cluster$/.exec(group)?.[1] ?? '';
}

const streamNames =
  /\/((?:kube-apiserver-audit|kube-apiserver|authenticator|kube-controller-manager|cloud-controller-manager|kube-scheduler)-[0-9a-f]{16,})(?=[/.])/;

/** An export to S3 has the stream's name in the path: `.../kube-apiserver-audit-<32 hexadecimal digits>/000000.gz`. */
export function streamOf(file: string): string {
  return streamNames.exec(file)?.[1] ?? '';
}
