import type { ProcessActivity } from '../../model/node-activity.ts';
import type { Signal } from '../../model/signal.ts';
import type { ApiPod } from './api-pods.ts';
import { fitsCommand } from './compare-container.ts';
import type { Answer } from './judge-container.ts';
import type { Known } from './known.ts';
import { nodeSignal } from './node-signal.ts';
import type { PodContainer } from './pod-containers.ts';
import { plain } from './pod-containers.ts';

const nothing = [] as const;

/** What a container runtime starts itself has one of these as its parent; everything else is a child of what runs in the container. */
const runtimes =
  /(?:^|\/)(?:containerd-shim(?:-[\w-]+)?|docker-containerd-shim|runc|crun|youki|conmon|conmonrs)$/;

export const isStartedByRuntime = ({ act, parent, format, process: made }: ProcessActivity): boolean =>
  act === 'started' &&
  ((parent !== undefined && runtimes.test(parent.binary)) ||
    // Of a runtime's own event there is no parent, and not even a command.
    ((format === 'containerd' || format === 'docker-events') && made.pid !== 0));

/** How long before or after its process a request to exec is logged, in milliseconds. */
const beside = 60_000;

/** A process that the runtime started: the template's command, a probe or hook, or what somebody executes by the API; else it went around that. */
export function judgeProcess(activity: ProcessActivity, known: Known, final: boolean): Answer {
  const found = placeOf(activity, known);
  if (found === undefined) return final ? nothing : undefined;
  const { pod, asked } = found;
  const at = Date.parse(activity.at);
  if (asked === undefined || isExplained(activity.process.commandLine, asked)) return nothing;
  if (known.api.executedIn(pod, at, beside)) return nothing;
  if (!final) return undefined;
  return isTold(activity, known, at) ? [signalOf(activity, pod, asked)] : nothing;
}

interface Place {
  readonly pod: ApiPod;
  /** undefined: the pod has no such container, which is told of the container. */
  readonly asked: PodContainer | undefined;
}

/** undefined: the API has not told what the pod runs. */
function placeOf(
  { cluster, container, pod: told }: ProcessActivity,
  { containers, api }: Known,
): Place | undefined {
  const seen = containers.find(cluster, container.id);
  const pod = api.find(cluster, told.name === '' ? (seen?.pod ?? told) : told);
  if (pod?.containers === undefined || !pod.complete) return undefined;
  const name = container.name || seen?.name || '';
  return { pod, asked: pod.containers.find(one => one.name === name) };
}

/** Would the log tell if it had been executed by the API? */
function isTold({ cluster }: ProcessActivity, { api, counts }: Known, at: number): boolean {
  if (api.logsExecutions(cluster)) return api.covers(cluster, at - beside);
  counts.executions += 1;
  return false;
}

function signalOf(activity: ProcessActivity, pod: ApiPod, asked: PodContainer): Signal {
  const { commandLine } = activity.process;
  const what = commandLine === '' ? 'something (the runtime does not say what)' : commandLine;
  const template = [...asked.command, ...asked.args].join(' ') || 'what its image says';
  const place = `container ${asked.name} of ${pod.namespace}/Pod ${pod.name}`;
  const reasons = [
    `the container runtime started ${what} in ${place}; the template runs ${template}, and no request to exec or attach was logged`,
  ];
  return nodeSignal({
    rule: 'processAround',
    activity,
    reasons,
    evidence: [pod.evidence],
    workload: workloadOf(pod),
  });
}

const workloadOf = ({ cluster, namespace, name, uid }: ApiPod) => ({
  cluster,
  group: '',
  kind: 'Pod',
  namespace,
  name,
  uid,
});

function isExplained(line: string, asked: PodContainer): boolean {
  // Without a line only this is known: something was executed beside what the container was started with.
  if (line === '') return asked.executed.length > 0;
  return fitsCommand(line, asked) || asked.executed.includes(plain(line)) || fitsBySuffix(line, asked);
}

/** Agents name the program by its path where the template names it by its name: `/bin/busybox -c x` for `sh -c x`. */
function fitsBySuffix(line: string, { command, args, executed }: PodContainer): boolean {
  const rest = plain(line).split(' ').slice(1).join(' ');
  const asked = plain([...command, ...args].join(' '))
    .split(' ')
    .slice(1)
    .join(' ');
  return rest === asked || executed.some(one => one.split(' ').slice(1).join(' ') === rest);
}
