import type { Activity, AuditActivity } from '../../model/activity.ts';
import { activityTime } from '../../model/activity-time.ts';
import type { Interest } from '../../model/interest.ts';
import type {
  ContainerActivity,
  FileActivity,
  NodeActivity,
  ObserverAlert,
  ProcessActivity,
} from '../../model/node-activity.ts';
import type { Detector } from '../../model/seams.ts';
import type { Signal } from '../../model/signal.ts';
import { restoredActivity, storedActivity } from '../sigma/correlation/stored-activity.ts';
import type { ApiPod } from './api-pods.ts';
import { createApiPods } from './api-pods.ts';
import { createBoundedMap } from './bounded-map.ts';
import type { Answer } from './judge-container.ts';
import { judgeContainer } from './judge-container.ts';
import type { MirrorQuestion } from './judge-file.ts';
import { judgeFile, judgeMirror } from './judge-file.ts';
import { isStartedByRuntime, judgeProcess } from './judge-process.ts';
import type { Known } from './known.ts';
import { observerSignal } from './node-signal.ts';
import { createSeenContainers } from './seen-containers.ts';
import { createStaticFiles } from './static-files.ts';
import { createUnknownPods } from './unknown-pods.ts';
import { createWaiting } from './waiting.ts';

export interface NodesOptions {
  /**
   * The input comes as it happens, so that the time of any of it is the time of all. Else files are read one after another, and only the
   * API's own log tells how far it has been read.
   */
  readonly live: boolean;
}

type Question = ContainerActivity | FileActivity | ProcessActivity | MirrorQuestion | AlertQuestion;

interface Side {
  readonly waiting: ReturnType<typeof createWaiting<Question>>;
  /** Milliseconds since 1970. */
  now: number;
  /** Requests were seen. */
  logged: boolean;
}

const limits = { waiting: 20_000, asked: 100_000 } as const;

/** Joins what was seen on nodes with what was asked of the API, in whatever order the two come. */
export function createNodesDetector({ live }: NodesOptions): Detector {
  const known = createKnown();
  const sides = new Map<string, Side>();
  const asked = createBoundedMap<true>(limits.asked);
  const sideOf = (cluster: string): Side => {
    const side = sides.get(cluster) ?? {
      waiting: createWaiting<Question>(limits.waiting),
      now: 0,
      logged: false,
    };
    sides.set(cluster, side);
    return side;
  };
  const ask = (question: Question, at: number, side: Side): readonly Signal[] => {
    const answer = judge(question, known, false);
    if (answer === undefined) side.waiting.add(question, at);
    return answer ?? none;
  };
  const askOnce = (activity: ContainerActivity, side: Side): readonly Signal[] => {
    const key = `${activity.cluster} ${activity.container.id.slice(0, 12)}`;
    const { pod, role } = known.containers.find(activity.cluster, activity.container.id) ?? activity;
    // Before its start a container without a pod may still become one of a pod.
    if (asked.get(key) || (pod.name === '' && activity.act !== 'started')) return none;
    // Sandboxes are asked about as soon as they name their pod, containers when they run.
    if (role !== 'sandbox' && activity.act === 'created' && activity.format !== 'tracee') return none;
    asked.set(key, true);
    return ask(activity, Date.parse(activity.at), side);
  };
  const askOfFile = (activity: FileActivity, at: number, side: Side): readonly Signal[] =>
    activity.object === undefined ? none : ask(activity, at, side);
  /** What another detector says of a pod waits until it is known whose pod that is. */
  const askOfAlert = (activity: NodeActivity, side: Side): readonly Signal[] => {
    const { alert } = activity;
    return alert === undefined
      ? none
      : ask({ alert, of: activity }, Date.parse(activity.at) || side.now, side);
  };
  const inspectSeen = (activity: NodeActivity, side: Side): readonly Signal[] => {
    const at = Date.parse(activity.at);
    if (Number.isNaN(at)) return none;
    if (activity.type === 'process') return isStartedByRuntime(activity) ? ask(activity, at, side) : none;
    if (activity.type === 'flow') return none;
    if (activity.type === 'file') known.files.take(activity);
    else known.note(activity);
    if (isEnd(activity)) return none;
    return activity.type === 'container' ? askOnce(activity, side) : askOfFile(activity, at, side);
  };
  const inspectRequest = (activity: AuditActivity, side: Side): readonly Signal[] => {
    const pod = known.api.take(activity);
    side.logged = true;
    return pod === undefined || !isNewMirror(pod, activity)
      ? none
      : ask(mirrorQuestion(pod, activity), pod.at, side);
  };
  const settle = (side: Side): readonly Signal[] =>
    side.waiting.size() === 0
      ? none
      : side.waiting.due(side.now).flatMap(question => judge(question, known, true) ?? none);

  return {
    name: 'nodes',
    interest,
    inspect(activity) {
      if (activity.type === 'manifest') return none;
      const side = sideOf(activity.cluster);
      if (live || activity.type === 'audit') side.now = Math.max(side.now, timeOf(activity));
      if (activity.type === 'audit') return [...inspectRequest(activity, side), ...settle(side)];
      const alerts = askOfAlert(activity, side);
      return [...alerts, ...inspectSeen(activity, side), ...settle(side)];
    },
    finish: () => [...sides.values()].flatMap(side => finished(side, known)),
    remembers: isRemembered,
    blind: () => blindSentences(known),
  };
}

const none: readonly Signal[] = [];

const isEnd = ({ act }: ContainerActivity | FileActivity): boolean => act === 'ended' || act === 'removed';

/** Requests about pods that tell what a pod is, or that something was executed in one. */
const interest: Interest = {
  pair: (verb, resource) => resource === 'pods' && telling.has(verb),
  reference: ({ verb, subresource }) =>
    subresource === 'exec' || subresource === 'attach' || (verb !== 'get' && subresource !== 'status'),
  codes: new Set(),
};
const telling: ReadonlySet<string> = new Set(['create', 'update', 'patch', 'get']);

const timeOf = (activity: Activity): number => Date.parse(activityTime(activity) ?? '') || 0;

function createKnown(): Known & { note(activity: ContainerActivity): void } {
  const [api, containers, files] = [createApiPods(), createSeenContainers(), createStaticFiles()];
  const unknown = createUnknownPods(api);
  return {
    api,
    containers,
    files,
    unknownBeside: unknown.beside,
    fileOf(cluster, namespace, name, node) {
      const file = files.find(cluster, { namespace, name }, node);
      return file && files.words(file);
    },
    counts: { beyond: 0, bodiless: 0, restarted: 0, alone: 0, executions: 0 },
    note(activity) {
      const seen = containers.take(activity);
      if (seen.pod.name !== '') unknown.note(activity, seen.pod);
    },
  };
}

interface AlertQuestion {
  readonly alert: ObserverAlert;
  readonly of: NodeActivity;
}

function judgeAlert({ alert, of }: AlertQuestion, { api }: Known, final: boolean): Answer {
  const isKnown = of.pod.name === '' || api.find(of.cluster, of.pod) !== undefined;
  return isKnown || final ? [observerSignal(of, alert)] : undefined;
}

function judge(question: Question, known: Known, final: boolean): Answer {
  if ('of' in question) return judgeAlert(question, known, final);
  if ('activity' in question) return judgeMirror(question, known, final);
  if (question.type === 'file') return judgeFile(question, known, final);
  return question.type === 'process'
    ? judgeProcess(question, known, final)
    : judgeContainer(question, known, final);
}

/** Without a single request there is nothing to compare with: then nothing is said but that. */
function finished({ waiting, logged }: Side, known: Known): readonly Signal[] {
  const left = waiting.all();
  const answered = logged ? left : left.filter(question => 'of' in question);
  known.counts.alone += left.length - answered.length;
  return answered.flatMap(question => judge(question, known, true) ?? none);
}

function isNewMirror({ mirrorOn }: ApiPod, { request: { verb, object } }: AuditActivity): boolean {
  return mirrorOn !== '' && verb === 'create' && object?.subresource === '';
}

function mirrorQuestion(pod: ApiPod, activity: AuditActivity): MirrorQuestion {
  const copy = restoredActivity(storedActivity(activity));
  return { pod, activity: copy.type === 'audit' ? copy : activity };
}

/** After a restart the pods of the API, what runs, and what lies in the folders of kubelets must be known again. */
function isRemembered(activity: Activity): boolean {
  if (activity.type === 'container') return activity.act !== 'ended';
  if (activity.type === 'file') return activity.folder === 'static-pods' && activity.act !== 'read';
  if (activity.type !== 'audit') return false;
  const { verb, object, outcome } = activity.request;
  if (object?.resource !== 'pods' || object.group !== '' || object.subresource === 'status') return false;
  return outcome === 'allowed'
    ? verb !== 'get' || object.subresource !== ''
    : verb === 'create' && object.subresource === '';
}

function blindSentences({ counts }: Known): readonly string[] {
  const of = (count: number, sentence: string): readonly string[] =>
    count === 0 ? [] : [`${count} ${sentence}`];
  return [
    ...of(
      counts.alone,
      'containers, processes or files of nodes were not compared with the API: no request of their cluster is in the input',
    ),
    ...of(
      counts.beyond,
      "containers or static pods are not known to the API's log, which does not reach back so far",
    ),
    ...of(
      counts.bodiless,
      'containers were not compared with their pods, whose answers were not logged: log pods at RequestResponse',
    ),
    ...of(
      counts.restarted,
      'pods that the log does not know started together on a node: taken for a node that was started again',
    ),
    ...of(
      counts.executions,
      'processes in containers could not be told from those that are executed by the API: no request to exec is in the log',
    ),
  ];
}
