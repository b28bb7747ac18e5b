import type { ManifestActivity } from '../../model/activity.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Origin } from '../../model/origin.ts';

export interface ManifestActivityParts {
  readonly object: JsonObject;
  readonly origin: Origin;
  readonly cluster: string;
  readonly renderedFrom?: string | undefined;
}

/** A Kubernetes object in a file as an activity: proposed, not done. */
export function manifestActivity({
  object,
  origin,
  cluster,
  renderedFrom,
}: ManifestActivityParts): ManifestActivity {
  return {
    type: 'manifest',
    cluster,
    origin,
    format: 'manifest',
    object,
    ...(renderedFrom === undefined ? {} : { renderedFrom }),
  };
}
