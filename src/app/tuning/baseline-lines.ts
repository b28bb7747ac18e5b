export type { Baseline, BaselineLine } from '../../detect/anomaly/baseline/baseline.ts';
export { linesOf } from '../../detect/anomaly/baseline/baseline.ts';
