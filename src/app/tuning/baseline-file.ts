import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { AnomalyDetector } from '../../detect/anomaly/anomaly-detector.ts';
import type { Baseline } from '../../detect/anomaly/baseline/baseline.ts';
import { baselineAsOf, emptyBaseline, joined } from '../../detect/anomaly/baseline/baseline.ts';
import { baselineText, readBaseline } from '../../detect/anomaly/baseline/baseline-file.ts';
import type { Result } from '../../model/result.ts';
import { fail, succeed } from '../../model/result.ts';
import type { Detector } from '../../model/seams.ts';

/** The baseline of a file; gzipped if its name ends so. An error is a sentence for the user. */
export function loadBaseline(path: string): Result<Baseline, string> {
  try {
    const bytes = readFileSync(path);
    const read = readBaseline((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
    return read.ok ? read : fail(`${path}: ${read.error}`);
  } catch (error) {
    return fail(`${path}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The same; an empty one where there is no file yet. With a time (milliseconds since 1970): as it was then. */
export function loadOrBegin(path: string, asOf?: number): Result<Baseline, string> {
  const read = existsSync(path) ? loadBaseline(path) : succeed(emptyBaseline);
  return read.ok && asOf !== undefined ? succeed(baselineAsOf(read.value, asOf)) : read;
}

/** Written beside and then put in its place, so that a run that is cut off leaves the old one. */
export function saveBaseline(path: string, baseline: Baseline): void {
  const text = baselineText(baseline);
  const beside = `${path}.${process.pid}.part`;
  writeFileSync(beside, path.endsWith('.gz') ? gzipSync(text) : text, { mode: 0o600 });
  renameSync(beside, path);
}

/** What a baseline is after a run with these detectors. */
export function withLearned(before: Baseline, detectors: readonly Detector[]): Baseline {
  const anomaly = detectors.find(isAnomaly);
  if (anomaly === undefined || before.frozen) return before;
  return joined(before, { additions: anomaly.takeAdditions(), clusters: anomaly.learned() });
}

const isAnomaly = (detector: Detector): detector is AnomalyDetector => detector.name === 'anomaly';
