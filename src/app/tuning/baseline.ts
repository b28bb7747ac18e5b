import type { Baseline, Forgetting } from '../../detect/anomaly/baseline/baseline.ts';
import { emptyBaseline, joined, without } from '../../detect/anomaly/baseline/baseline.ts';
import { actorDigest } from '../../detect/anomaly/learning.ts';
import { parts } from '../parts.ts';
import { readInputs } from '../read-inputs.ts';

export interface BuildOptions {
  readonly paths: readonly string[];
  readonly cluster: string;
  readonly format?: string | undefined;
  /** Milliseconds since 1970: nothing later is learned. */
  readonly until?: number | undefined;
  /** Milliseconds since 1970: the time of manifests. */
  readonly now: number;
  /** What was learned before. */
  readonly known?: Baseline;
}

export interface Built {
  readonly baseline: Baseline;
  readonly activities: number;
  readonly refused: number;
}

/** Learns logs and manifests as trusted, whole. */
export async function buildBaseline({ known = emptyBaseline, ...options }: BuildOptions): Promise<Built> {
  const create = await parts.detectors.anomaly();
  const learnUntil = options.until ?? Number.MAX_SAFE_INTEGER;
  const detector = create({ learnUntil, manifestsAt: options.now, record: true, baseline: known });
  const { paths, cluster, format } = options;
  const { activities, refused } = await readInputs(
    { paths, cluster, format, interest: detector.interest },
    activity => {
      const isLate = activity.type === 'audit' && Date.parse(activity.request.receivedAt) > learnUntil;
      if (!isLate) detector.inspect(activity);
    },
  );
  const baseline = joined(known, { additions: detector.takeAdditions(), clusters: detector.learned() });
  return { baseline, activities, refused };
}

/** Without what fits; `by` is the identity's name. */
export function forgotten(
  baseline: Baseline,
  { by, ...what }: Omit<Forgetting, 'actor'> & { readonly by?: string },
): { readonly baseline: Baseline; readonly count: number } {
  const left = without(baseline, { ...what, ...(by !== undefined && { actor: actorDigest(by) }) });
  return { baseline: left, count: baseline.additions.length - left.additions.length };
}
