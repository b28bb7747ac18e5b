import type { Corroboration } from '../../detect/corroboration/corroboration.ts';
import { createCollector } from '../../findings/collector.ts';
import { createCollectorMemory } from '../../findings/collector-memory.ts';
import { deliveryOf } from '../../findings/delivery.ts';
import type { Suppression } from '../../findings/suppressions/suppression.ts';
import { auditActivity } from '../../formats/audit-activity.ts';
import { openDecoder } from '../../formats/decoder.ts';
import { activityOfEntry, journalEntry, sealedActivity } from '../../formats/journal-entry.ts';
import { timesIn } from '../../formats/times-in.ts';
import type { AuditActivity } from '../../model/activity.ts';
import type { Decoded } from '../../model/seams.ts';
import type { WatchParts } from '../../pipeline/watch.ts';
import type { Compiled } from '../detectors.ts';
import { unionOf } from '../interest.ts';
import { parts } from '../parts.ts';

export interface WatchPartsOptions {
  readonly compiled: Compiled;
  readonly suppressions: readonly Suppression[];
  readonly maxRecordBytes: number | undefined;
  readonly corroboration?: Corroboration | undefined;
}

type Made =
  | 'detectors'
  | 'collector'
  | 'corroborated'
  | 'spoken'
  | 'openDecoder'
  | 'deliveryOf'
  | 'sealedActivity'
  | 'journalEntry'
  | 'activityOf'
  | 'timesIn';

/** What a watch is made of, but for its sources and its store: all new, it knows nothing yet. */
export function watchParts(options: WatchPartsOptions): Pick<WatchParts, Made> {
  const { compiled, suppressions, maxRecordBytes, corroboration } = options;
  const { lineage, describe } = compiled;
  const detectors = [...(corroboration ? [corroboration.detector] : []), ...compiled.detectors];
  const interest = unionOf(detectors.map(detector => detector.interest));
  return {
    detectors,
    corroborated: corroboration?.tell,
    spoken: corroboration?.spoken,
    collector: createCollector({
      // A watch outlasts exceptions: they end while it runs.
      now: () => new Date().toISOString(),
      suppressions,
      describe,
      ...(lineage && { lineage }),
      live: createCollectorMemory(),
    }),
    openDecoder: ({ cluster, format }, take) => {
      const known = parts.formats.find(name => name === format);
      return openDecoder({ cluster, interest, format: known, maxRecordBytes }, decoded =>
        take(ownedBy(cluster, decoded)),
      );
    },
    deliveryOf,
    sealedActivity,
    journalEntry,
    activityOf: activityOfEntry,
    timesIn,
  };
}

/** The cluster of a source is that of all its input, whatever that says itself: nobody writes as another. */
function ownedBy(cluster: string, decoded: Decoded): Decoded {
  if (cluster === '' || decoded.activities.every(activity => activity.cluster === cluster)) return decoded;
  const activities = decoded.activities.map(activity =>
    activity.type === 'audit' ? auditActivity({ ...partsOf(activity), cluster }) : { ...activity, cluster },
  );
  return { ...decoded, activities };
}

const partsOf = ({ event, origin, format }: AuditActivity) => ({ event, origin, format });
