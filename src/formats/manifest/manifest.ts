import type { ManifestActivity } from '../../model/activity.ts';
import type { Origin } from '../../model/origin.ts';
import type { Refusal } from '../../model/refusal.ts';
import type { Decoded, RawRecord } from '../../model/seams.ts';
import { recordText } from '../envelope/texts.ts';
import type { FormatOptions, FormatPart, Framing, Sample } from '../format-options.ts';
import { manifestActivity } from './manifest-activity.ts';
import { readObjects } from './read-objects.ts';
import { isKubernetesObject } from './schema.ts';

/** Kubernetes objects in files: YAML, JSON, Lists, the output of Helm and Kustomize. */
export const manifest: FormatPart = {
  name: 'manifest',
  recognise,
  defaultFraming: { type: 'yaml-documents' },
  create: options => ({ name: 'manifest', decode: record => decode(record, options) }),
};

function decode(record: RawRecord, { cluster }: FormatOptions): Decoded {
  const text = recordText(record);
  if (!text.ok)
    return { activities: [], refusals: [{ ...text.error, origin: originAt(record, 1) }], skipped: 0 };
  const activities: ManifestActivity[] = [];
  const refusals: Refusal[] = [];
  const renderedFrom = renderedFromOf(text.value);
  for (const found of readObjects(text.value)) {
    const origin = originAt(record, found.line);
    if ('object' in found)
      activities.push(manifestActivity({ object: found.object, origin, cluster, renderedFrom }));
    else refusals.push({ reason: found.reason, detail: found.detail, origin });
  }
  return { activities, refusals, skipped: 0 };
}

function originAt({ source, file, line }: RawRecord, lineWithin: number): Origin {
  return { source, file, line: line + lineWithin - 1 };
}

/** `helm template` writes it at the head of each document. */
function renderedFromOf(text: string): string | undefined {
  return /^\s*# Source: (\S.*?)\s*$/m.exec(text)?.[1];
}

const yaml: Framing = { type: 'yaml-documents' };
const json: Framing = { type: 'json-values', streamed: ['items'] };

function recognise({ text, values }: Sample): Framing | undefined {
  if (/^[{[]/.test(text) && !text.startsWith('{{'))
    return values.some(isKubernetesObject) || jsonBeginning.test(text) ? json : undefined;
  return /^(?:- )?["']?apiVersion["']?\s*:/m.test(text) && /^(?:- | {2})?["']?kind["']?\s*:/m.test(text)
    ? yaml
    : undefined;
}

/** The start of a List or of an object that is too large to be seen whole: its apiVersion, which is no audit event's. */
const jsonBeginning =
  /^[[{]\s*(?:\{\s*)?(?:"kind"\s*:\s*"[^"]+"\s*,\s*)?"apiVersion"\s*:\s*"(?!audit\.k8s\.io\/)[^"]+"\s*,\s*"(?:kind|items|metadata|spec)"\s*:/;
