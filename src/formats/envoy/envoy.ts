import type { JsonObject } from '../../model/json.ts';
import type { NodeActivity } from '../../model/node-activity.ts';
import type { LogCarrier } from '../seen/log-carrier.ts';
import type { Place } from '../seen/seen-format.ts';
import { seenFormat } from '../seen/seen-format.ts';
import { fieldsOfJson, fieldsOfOperators } from './access-fields.ts';
import { knownTextFormats } from './known-formats.ts';
import { readFlow } from './read-flow.ts';
import { compileTextFormat } from './text-format.ts';

/** Access logs of Envoy, Istio and Envoy Gateway: JSON, and text in their own formats. */
export const envoy = seenFormat({ name: 'envoy', isMine, read, readText });

const formats = knownTextFormats.map(compileTextFormat);

/** Whatever else a user left out: how it ended and where it went. */
function isMine(value: JsonObject): boolean {
  const keys = new Set(Object.keys(value).map(key => key.toLowerCase().replaceAll('-', '_')));
  const ended = keys.has('response_flags') || keys.has('response_code_details');
  const went = ['upstream_cluster', 'upstream_host', 'downstream_remote_address', 'downstream_local_address'];
  return ended && went.some(key => keys.has(key));
}

function read(value: JsonObject, place: Place, carrier: LogCarrier): readonly NodeActivity[] {
  return [readFlow(fieldsOfJson(value), place, carrier)];
}

/** Begins every line of both formats, and is followed by the quote of the request. */
const start = /^\[\d{4}-\d\d-\d\dT[\d:.]+Z?\] "/;

function readText(line: string, place: Place, carrier: LogCarrier): readonly NodeActivity[] | undefined {
  if (!start.test(line)) return isOwnLog(line) ? [] : undefined;
  for (const format of formats) {
    const values = format.read(line);
    if (values !== undefined && isPlausible(values))
      return [readFlow(fieldsOfOperators(values), place, carrier)];
  }
  return undefined;
}

/** Numbers where numbers belong: a line of another format may well have as many quotes. */
function isPlausible(values: ReadonlyMap<string, string>): boolean {
  return ['RESPONSE_CODE', 'BYTES_RECEIVED', 'BYTES_SENT', 'DURATION'].every(name =>
    /^(?:\d+|-)$/.test(values.get(name) ?? '-'),
  );
}

/** What Envoy and Istio's agent say of themselves in the same log: `[2026-11-23 04:37:02.066][14][info][main] ...`, `2026-11-23T04:37:02.066567Z\tinfo\t...`. */
const isOwnLog = (line: string): boolean =>
  /^\[\d{4}-\d\d-\d\d [\d:.]+\]\[\d+\]\[\w+\]/.test(line) || /^\d{4}-\d\d-\d\dT[\d:.]+Z\t\w+\t/.test(line);
