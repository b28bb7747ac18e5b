import type { Interest } from '../../model/interest.ts';
import type { JsonObject } from '../../model/json.ts';
import { numberAt, objectAt, stringAt } from '../../model/json.ts';
import type { Origin } from '../../model/origin.ts';
import type { Result } from '../../model/result.ts';
import { fail } from '../../model/result.ts';
import type { Decoded, RawRecord } from '../../model/seams.ts';
import { auditActivity } from '../audit-activity.ts';
import type { FormatOptions } from '../format-options.ts';
import type { Misfit } from '../kubernetes-audit/audit-events.ts';
import { auditEvents } from '../kubernetes-audit/audit-events.ts';
import type { Carried, Opened } from './opened.ts';
import { salvageEvent } from './salvage-event.ts';
import { parseJson } from './texts.ts';

/** Makes activities of what an envelope carried. */
export function decodeOpened(
  opened: Opened,
  record: Pick<RawRecord, 'source' | 'file' | 'line'>,
  { format, options }: { readonly format: string; readonly options: FormatOptions },
): Decoded {
  const origin: Origin = { source: record.source, file: record.file, line: record.line };
  const results = opened.carried.flatMap(carried =>
    eventsOf(carried).map(result => ({ result, cluster: carried.cluster || options.cluster })),
  );
  const activities = [];
  const misfits: Misfit[] = [...opened.misfits];
  let skipped = opened.passed;
  for (const { result, cluster } of results) {
    if (!result.ok) misfits.push(result.error);
    else if (!mayMatter(result.value, options.interest)) skipped += 1;
    else activities.push(auditActivity({ event: result.value, origin, cluster, format }));
  }
  return { activities, refusals: misfits.map(misfit => ({ ...misfit, origin })), skipped };
}

function eventsOf(carried: Carried): readonly Result<JsonObject, Misfit>[] {
  if (typeof carried.content !== 'string') return auditEvents(carried.content);
  const text = carried.content.trim();
  const cut = withoutMark(text);
  if (cut !== undefined) return [salvageEvent(cut, carried.time)];
  const parsed = parseJson(text);
  return parsed.ok ? auditEvents(parsed.value) : [fail(parsed.error)];
}

/** CloudWatch ends a text that it cut off with this mark; collectors that read from it pass it on. */
const mark = '[Truncated...]';

function withoutMark(text: string): string | undefined {
  return text.endsWith(mark) ? text.slice(0, -mark.length) : undefined;
}

/** Anything but a certain no. */
function mayMatter(event: JsonObject, interest: Interest | 'everything'): boolean {
  if (interest === 'everything') return true;
  const reference = objectAt(event, 'objectRef');
  const asked = {
    verb: stringAt(event, 'verb') ?? '',
    resource: stringAt(reference, 'resource') ?? '',
    namespace: stringAt(reference, 'namespace') ?? '',
    subresource: stringAt(reference, 'subresource') ?? '',
  };
  if (interest.pair(asked.verb, asked.resource) && interest.reference?.(asked) !== false) return true;
  const code = numberAt(objectAt(event, 'responseStatus'), 'code');
  return (
    (code !== undefined && interest.codes.has(code)) ||
    interest.userAgent?.(stringAt(event, 'userAgent') ?? '') === true ||
    interest.username?.(stringAt(objectAt(event, 'user'), 'username') ?? '') === true ||
    interest.requestURI?.(stringAt(event, 'requestURI') ?? '') === true
  );
}
