import { anomalyFeatures } from '../../src/detect/anomaly/features/features.ts';
import type { Figures } from '../../src/evaluate/figures.ts';
import { evaluated } from './evaluated.ts';

export interface Ablation {
  readonly without: string;
  readonly figures: Figures;
}

/** Clusters of each way of delivery; all ten would take hours. */
const clusters = [1, 3, 6] as const;

/** What is found without one feature at a time. */
export async function ablation(): Promise<readonly Ablation[]> {
  const results: Ablation[] = [];
  for (const without of ['', ...anomalyFeatures]) {
    const flags = without === '' ? [] : ['--anomaly-without', without];
    const { together } = await evaluated({ set: 'development', metadata: false, clusters }, [
      '--no-alone',
      '--no-peers',
      ...flags,
    ]);
    console.error(
      `  without ${without || 'nothing'}: ${together.figures.recall.found} of ${together.figures.recall.of}, ${together.figures.wrong} wrong`,
    );
    results.push({ without, figures: together.figures });
  }
  return results;
}
