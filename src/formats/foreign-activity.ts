import type { ManifestActivity } from '../model/activity.ts';
import type { JsonObject } from '../model/json.ts';
import type { Origin } from '../model/origin.ts';
import type { RawRecord } from '../model/seams.ts';

export interface ForeignObject {
  /** As the group of an API: `nomadproject.io`. */
  readonly group: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  /** What is in the file, under its own names. */
  readonly content: JsonObject;
  /** 1-based, within the record. */
  readonly line: number;
}

interface Place {
  readonly record: Pick<RawRecord, 'source' | 'file' | 'line'>;
  readonly format: string;
  readonly cluster: string;
}

/**
 * A job, service or unit of another orchestrator than Kubernetes, in a file under review. Group, kind and name stand where Kubernetes
 * has them, so that it is named, grouped, excepted and printed like a manifest.
 */
export function foreignActivity(object: ForeignObject, { record, format, cluster }: Place): ManifestActivity {
  const { group, kind, namespace = '', name, content } = object;
  return {
    type: 'manifest',
    cluster,
    origin: originAt(record, object.line),
    format,
    object: {
      ...content,
      apiVersion: `${group}/v1`,
      kind,
      metadata: { name, ...(namespace === '' ? {} : { namespace }) },
    },
  };
}

export function originAt({ source, file, line }: Place['record'], lineWithin: number): Origin {
  return { source, file, line: line + Math.max(1, lineWithin) - 1 };
}
