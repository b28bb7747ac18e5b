import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject } from '../../model/json.ts';
import { isComponentLog } from '../envelope/component-log.ts';
import { isAudit } from '../envelope/is-audit.ts';
import type { Opened } from '../envelope/opened.ts';
import { carrying, describe, misfitting, notAnEvent, passing, together } from '../envelope/opened.ts';
import { parseJson } from '../envelope/texts.ts';
import { contentsOf } from './schema.ts';

/** OpenTelemetry's export alone has seven levels of objects and lists; real chains are no longer than two of the kind. */
const deepest = 16;

/** Looks through wrappers, one in the other, for audit events. */
export function openWrapper(value: Json, depth = 0): Opened {
  if (typeof value === 'string') return openLine(value, depth);
  if (depth > deepest) return notAnEvent('wrappers in wrappers');
  if (Array.isArray(value)) return openList(value, depth);
  if (!isObject(value)) return notAnEvent(describe(value));
  if (isAudit(value)) return carrying({ content: eventAlone(value) });
  return openFirst(contentsOf(value), depth) ?? openDeadEnd(value);
}

/** The first content that leads to an event; if none does, what the first one was. */
function openFirst(contents: readonly Json[], depth: number): Opened | undefined {
  let first: Opened | undefined;
  for (const content of contents) {
    const opened = openWrapper(content, depth + 1);
    if (opened.carried.length > 0) return opened;
    first ??= opened;
  }
  return first;
}

/** Loki's pairs of time and line, or a list of records. */
function openList(list: readonly Json[], depth: number): Opened {
  const [time, line] = list;
  if (list.length >= 2 && typeof time === 'string' && /^\d{10,20}$/.test(time) && typeof line === 'string')
    return openLine(line, depth);
  return together(list.map(item => openWrapper(item, depth + 1)));
}

/** The JSON of a line, behind what a shipper may have put before it (syslog, `kubectl logs --prefix`). */
export function openLine(line: string, depth = 0): Opened {
  const text = line.trim();
  if (isComponentLog(text)) return passing(1);
  const start = text.indexOf('{');
  if (start < 0) return text === '' ? passing(0) : notAnEvent('a line that is no JSON');
  const content = text.slice(start);
  if (content.endsWith('[Truncated...]')) return carrying({ content });
  const parsed = parseJson(content);
  if (!parsed.ok) return start > 0 ? notAnEvent('a line that is no JSON') : misfitting(parsed.error);
  return openWrapper(parsed.value, depth + 1);
}

/** journald leaves out what is too long for it: `journalctl -o json` prints null unless it is given `--all`. */
function openDeadEnd(value: JsonObject): Opened {
  if (fieldOf(value, 'MESSAGE') === null)
    return misfitting({
      reason: 'truncated-beyond-repair',
      detail: 'journalctl left MESSAGE out: use --all',
    });
  return notAnEvent(describe(value));
}

const eventFields: ReadonlySet<string> = new Set([
  'kind',
  'apiVersion',
  'metadata',
  'level',
  'timestamp',
  'auditID',
  'stage',
  'requestURI',
  'verb',
  'user',
  'impersonatedUser',
  'authenticationMetadata',
  'sourceIPs',
  'userAgent',
  'objectRef',
  'responseStatus',
  'requestObject',
  'responseObject',
  'requestReceivedTimestamp',
  'stageTimestamp',
  'annotations',
  'items',
]);

/** Collectors add fields of their own beside those of the event (`date`, `stream`, `kubernetes`): no rule shall see them. */
function eventAlone(value: JsonObject): JsonObject {
  const keys = Object.keys(value);
  if (keys.every(key => eventFields.has(key))) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => eventFields.has(key)));
}
