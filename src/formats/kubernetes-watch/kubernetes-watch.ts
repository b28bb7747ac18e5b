import type { Json } from '../../model/json.ts';
import { objectAt, stringAt } from '../../model/json.ts';
import type { Decoded, RawRecord } from '../../model/seams.ts';
import { auditActivity } from '../audit-activity.ts';
import { refused } from '../envelope/refused.ts';
import { parseJson, recordText } from '../envelope/texts.ts';
import type { FormatOptions, FormatPart, Framing, Sample } from '../format-options.ts';
import { observedEvent } from './observed-event.ts';

const name = 'kubernetes-watch';

/**
 * Events of a watch on the API server (`kubectl get --watch --output-watch-events -o json`), and what the source of the same name makes of
 * them. They tell that an object is there, and not who did it: each becomes the audit event that would have told, without a user.
 */
export const kubernetesWatch: FormatPart = {
  name,
  recognise,
  defaultFraming: { type: 'lines' },
  create: options => ({ name, decode: record => decode(record, options) }),
};

function decode(record: RawRecord, { cluster }: FormatOptions): Decoded {
  const { source, file, line } = record;
  const origin = { source, file, line };
  const text = recordText(record);
  const parsed = text.ok ? parseJson(text.value) : text;
  if (!parsed.ok) return refused(parsed.error, origin);
  const type = stringAt(parsed.value, 'type');
  // Bookmarks tell of no object, errors end the stream.
  if (type === 'BOOKMARK' || type === 'ERROR') return { activities: [], refusals: [], skipped: 1 };
  const event = observedEvent(parsed.value);
  if (event === undefined)
    return refused({ reason: 'not-an-audit-event', detail: 'no event of a watch on an object' }, origin);
  return { activities: [auditActivity({ event, origin, cluster, format: name })], refusals: [], skipped: 0 };
}

const framing: Framing = { type: 'json-values', streamed: [], splitTopLevel: false };

function recognise({ values, text }: Sample): Framing | undefined {
  if (values.some(isWatchEvent)) return framing;
  return beginning.test(text) ? framing : undefined;
}

function isWatchEvent(value: Json): boolean {
  const object = objectAt(value, 'object');
  return types.has(stringAt(value, 'type') ?? '') && stringAt(object, 'apiVersion') !== undefined;
}

const types: ReadonlySet<string> = new Set(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK']);

/** Pretty, as kubectl prints it. */
const beginning = /^\{\s*"type"\s*:\s*"(?:ADDED|MODIFIED|DELETED|BOOKMARK)"\s*,\s*"object"\s*:\s*\{/;
