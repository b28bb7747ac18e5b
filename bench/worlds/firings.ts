import { Cron } from 'croner';
import type { Random } from '../generate/random.ts';
import type { ApiServer, Stored } from './api-server.ts';
import type { Caller } from './identity.ts';
import type { Timeline } from './timeline.ts';
import type { Workload } from './workload.ts';

interface FiringOptions {
  readonly random: Random;
  readonly timeline: Timeline;
  readonly server: () => ApiServer;
  readonly caller: () => Caller;
}

/** Runs a day that are logged of one schedule; of more frequent ones some are left out, so that weeks stay readable. */
const runsLoggedADay = 3;

/** The Jobs of CronJobs, at times that are due. Called after each write of a CronJob. */
export function createFirings({
  random,
  timeline,
  server,
  caller,
}: FiringOptions): (after: Stored, before: Stored | undefined) => void {
  const plans = new Map<string, number>();
  const history = new Map<string, string[]>();
  let plan = 0;

  const makeJob = (cronJob: Stored, due: number): void => {
    const { namespace, history: limits = [3, 1] } = cronJob.workload;
    const job = jobOf(cronJob, due);
    if (server().find('Job', namespace, job.name) !== undefined) return;
    server().write({ caller: caller(), workload: job, method: 'create' });
    const kept = [...(history.get(cronJob.uid) ?? []), job.name];
    history.set(cronJob.uid, kept.slice(-Math.max(limits[0], 0) || kept.length));
    for (const old of kept.slice(0, Math.max(0, kept.length - limits[0])))
      timeline.at(timeline.now() + 60_000, () => {
        if (server().find('Job', namespace, old) !== undefined)
          server().remove({ caller: caller(), kind: 'Job', namespace, name: old });
      });
  };

  const planNext = (
    uid: string,
    key: { namespace: string; name: string },
    mine: number,
    soonest: boolean,
  ): void => {
    const current = server().find('CronJob', key.namespace, key.name);
    if (current === undefined || current.uid !== uid || plans.get(uid) !== mine) return;
    const due = nextRun(current.workload, timeline.now(), soonest ? undefined : random);
    if (due === undefined) return;
    timeline.at(due + 100 + random.below(1500), () => {
      const now = server().find('CronJob', key.namespace, key.name);
      if (now === undefined || now.uid !== uid || plans.get(uid) !== mine) return;
      makeJob(now, due);
      planNext(uid, key, mine, false);
    });
  };

  return (after, before) => {
    const { schedule, suspend, timeZone, namespace, name } = after.workload;
    const isSame =
      before !== undefined &&
      before.workload.schedule === schedule &&
      before.workload.suspend === suspend &&
      before.workload.timeZone === timeZone;
    if (isSame && plans.has(after.uid)) return;
    plan += 1;
    plans.set(after.uid, plan);
    if (suspend !== true) planNext(after.uid, { namespace, name }, plan, true);
  };
}

/** The next run; of a frequent schedule, with `random`, one after some that are left out. */
function nextRun(
  { schedule = '', timeZone = 'UTC' }: Workload,
  now: number,
  random: Random | undefined,
): number | undefined {
  const cron = new Cron(schedule, { timezone: timeZone, paused: true });
  const [first, second] = cron.nextRuns(2, new Date(now));
  if (first === undefined) return undefined;
  const runsADay = second === undefined ? 0 : 86_400_000 / (second.getTime() - first.getTime());
  if (random === undefined || runsADay <= runsLoggedADay) return first.getTime();
  const skipped = random.next() * 2 * (86_400_000 / runsLoggedADay);
  return cron.nextRun(new Date(now + skipped))?.getTime();
}

function jobOf({ workload, uid }: Stored, due: number): Workload {
  const {
    namespace,
    name,
    labels,
    pod,
    podLabels,
    podAnnotations,
    ttl,
    backoffLimit,
    parallelism,
    completions,
  } = workload;
  return {
    kind: 'Job',
    namespace,
    name: `${name}-${Math.floor(due / 60_000)}`,
    labels: {},
    annotations: {
      'batch.kubernetes.io/cronjob-scheduled-timestamp': `${new Date(due).toISOString().slice(0, 19)}Z`,
    },
    owners: [
      { apiVersion: 'batch/v1', kind: 'CronJob', name, uid, controller: true, blockOwnerDeletion: true },
    ],
    podLabels: podLabels ?? labels,
    ...(podAnnotations !== undefined && { podAnnotations }),
    pod,
    ...(ttl !== undefined && { ttl }),
    ...(backoffLimit !== undefined && { backoffLimit }),
    ...(parallelism !== undefined && { parallelism }),
    ...(completions !== undefined && { completions }),
  };
}
