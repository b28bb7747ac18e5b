/**
 * What the anomaly detector remembers of some clusters' histories, in memory and as the log of what it learned.
 *   node --expose-gc bench/detection/baseline-size.ts CLUSTERS WEEKS
 */
import { createAnomalyDetector } from '../../src/detect/anomaly/anomaly-detector.ts';
import { auditActivity } from '../../src/formats/audit-activity.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { ClusterPlan } from '../worlds/cluster.ts';
import { clustersOf } from '../worlds/clusters.ts';
import { play } from '../worlds/play.ts';

const [clusters = 1, weeks = 8] = process.argv.slice(2).map(Number);
const start = Date.UTC(2026, 8, 7);
const detector = createAnomalyDetector({ record: true, learnUntil: start + weeks * 7 * 86_400_000 });
const before = heap();
let diskBytes = 0;
let changes = 0;

for (let index = 0; index < clusters; index++) {
  const plan = planOf(index);
  for (const event of play({ plan, weeks, start, record: () => undefined })) inspect(event, plan.name);
  for (const addition of detector.takeAdditions()) {
    diskBytes += JSON.stringify(addition).length + 1;
    changes += 1;
  }
}
const heapMiB = heap() - before;
console.log(JSON.stringify({ clusters, weeks, heapMiB, diskMiB: diskBytes / 1_048_576, changes }));

/** The ten kinds of clusters, with other seeds each time round. */
function planOf(index: number): ClusterPlan {
  const plans = clustersOf('development');
  const plan = plans[index % plans.length];
  if (plan === undefined) throw new Error('there are no clusters');
  return { ...plan, name: `${plan.name}-${index}`, seed: plan.seed + 7919 * index };
}

/** As the scanner has it: an object of its own, read from a line. */
function inspect(event: JsonObject, cluster: string): void {
  const copy: JsonObject = JSON.parse(JSON.stringify(event));
  const origin = { source: 'audit-file', file: 'audit.log', line: 1 };
  detector.inspect(auditActivity({ event: copy, origin, cluster, format: 'kubernetes-audit' }));
}

function heap(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1_048_576;
}
