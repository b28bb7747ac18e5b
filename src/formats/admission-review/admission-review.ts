import type { Activity } from '../../model/activity.ts';
import type { Json } from '../../model/json.ts';
import { objectAt, stringAt } from '../../model/json.ts';
import type { Decoded, RawRecord } from '../../model/seams.ts';
import { auditActivity } from '../audit-activity.ts';
import { refused } from '../envelope/refused.ts';
import { parseJson, recordText } from '../envelope/texts.ts';
import type { FormatOptions, FormatPart, Framing, Sample } from '../format-options.ts';
import { observedEvent } from '../kubernetes-watch/observed-event.ts';
import { reviewedEvent } from './reviewed-event.ts';

const name = 'admission-review';

/**
 * What an API server asks a webhook of admission (AdmissionReview of admission.k8s.io/v1), as the audit event that would tell of it; before it, what
 * was there, where the server says so.
 */
export const admissionReview: FormatPart = {
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
  const event = reviewedEvent(parsed.value);
  if (event === undefined) {
    const detail = 'no AdmissionReview of admission.k8s.io/v1 with a request';
    return refused({ reason: 'not-an-audit-event', detail }, origin);
  }
  const before = formerly(parsed.value);
  const activities: Activity[] = before
    ? [auditActivity({ event: before, origin, cluster, format: 'kubernetes-watch' })]
    : [];
  activities.push(auditActivity({ event, origin, cluster, format: name }));
  return { activities, refusals: [], skipped: 0 };
}

/** What was there before an update, as something known. */
function formerly(value: Json): ReturnType<typeof observedEvent> {
  const request = requestOf(value);
  const object = objectAt(request, 'oldObject');
  if (object === undefined || stringAt(request, 'operation') !== 'UPDATE') return undefined;
  if ((stringAt(request, 'subResource') ?? '') !== '') return undefined;
  const resource = objectAt(request, 'resource');
  const at = stringAt(value, 'receivedAt');
  return observedEvent({
    observed: 'known',
    type: 'ADDED',
    object,
    ...(resource !== undefined && { resource }),
    ...(at !== undefined && { at }),
  });
}

const requestOf = (value: Json) => objectAt(objectAt(value, 'review') ?? value, 'request');

const framing: Framing = { type: 'json-values', streamed: [], splitTopLevel: false };

function recognise({ values }: Sample): Framing | undefined {
  return values.some(value => reviewedEvent(value) !== undefined) ? framing : undefined;
}
