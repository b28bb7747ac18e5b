import type { Activity } from '../../model/activity.ts';
import type { Actor } from '../../model/actor.ts';
import type { Finding, Incident } from '../../model/finding.ts';
import type { ChangedField } from '../../model/lineage.ts';
import type { DescribeRule } from '../../model/rule-description.ts';
import { severityRank } from '../../model/severity.ts';
import type { Workload } from '../../model/workload.ts';
import { kindOfObject } from '../../workloads/kinds/kinds.ts';
import { readActor } from '../../workloads/read-actor.ts';
import type { ActorType } from '../../workloads/workload-change.ts';
import { appended, createActorPool, oneText } from '../small.ts';
import type { StoryOptions } from '../story/story.ts';
import type { Behind } from '../suppressions/suppress.ts';
import type { AccountStep, Chained } from './account-chains.ts';
import { createAccountChains } from './account-chains.ts';
import type { Groups } from './forget-groups.ts';
import { forgetGroups, forgetQuiet, isLoud, quietIn } from './forget-groups.ts';
import type { Group } from './incident-group.ts';
import { addToGroup, isSeen, openGroup } from './incident-group.ts';
import type { AskLineage } from './incident-lineage.ts';
import { isOddIdentity } from './incident-lineage.ts';
import { incidentOf } from './incident-of.ts';
import { incidentSeverity } from './incident-severity.ts';
import type { AdoptedGroup, Keys, LiveIncidents } from './live-incidents.ts';
import { notLive } from './live-incidents.ts';
import { noteChanges, noteLineage, noteWork } from './note-finding.ts';
import type { Root } from './root-workload.ts';
import { createRootFinder } from './root-workload.ts';

export interface IncidentOptions {
  /** Findings further apart than this belong to different incidents. */
  readonly gapMinutes: number;
  readonly describe?: DescribeRule;
  /** Without it, no more is known of objects than the activities of findings told. */
  readonly lineage?: AskLineage;
  /** Hears which groups change; nobody if absent. */
  readonly live?: LiveIncidents;
}

export interface Incidents {
  /** `changes`: what the finding's request changed of the workload. */
  add(finding: Finding, activity: Activity | undefined, changes: readonly ChangedField[]): void;
  /** The workload of which a controller made the finding's object, and who wrote what it runs, where the log tells. */
  behind(finding: Finding, activity: Activity | undefined): Behind | undefined;
  /** The incidents, most severe first, then newest first. */
  finish(): Iterable<Incident>;
  /** A group as the incident that it is now; undefined where it is none. */
  incident(group: Group): Incident | undefined;
  /** Does what controllers do for the group's root belong to it? */
  isLatest(keys: Keys, group: Group): boolean;
  /** A group that was kept, and an owner. */
  adopt(kept: AdoptedGroup): void;
  adoptOwner(uid: string, owner: Workload): void;
  /** Forgets the groups that were last added to before a time (in milliseconds): no finding near it is expected any more. */
  forget(before: number): void;
}

const remembered = { owners: 20_000, quietGroups: 3_000, actors: 2_000 } as const;

/**
 * Groups findings by the root of their workload and by actor, in stretches of time. What a controller did on the root's
 * behalf belongs to the latest author of the root. A group in which nothing reaches medium is no incident: its
 * findings stay alone. Of such quiet groups the oldest are forgotten beyond a limit: a later finding opens a new one.
 */
export function createIncidents({
  gapMinutes,
  describe,
  lineage,
  live = notLive,
}: IncidentOptions): Incidents {
  const gap = gapMinutes * 60_000;
  const { rootOf, restore: adoptOwner } = createRootFinder({
    originOf: lineage?.originOf,
    isOdd: activity => isOddIdentity(lineage, activity),
    limit: remembered.owners,
    log: live.owners,
  });
  const asked = { ...(describe && { describe }), ...(lineage && { lineage }) };
  const groups: Groups = new Map();
  // Whoever asks for single rules alone does not ask what belongs together beyond the object.
  const chains = lineage && createAccountChains();
  const latestOfRoot = new Map<string, Group>();
  const pooled = createActorPool(remembered.actors);
  const actorOf = ({ actor }: Finding, { author, derived }: Root, activity: Activity | undefined) => ({
    actor: pooledOr(author?.actor ?? actor),
    actorType: author?.type ?? actorTypeOf(activity),
    supposed: derived ? (author ?? unknownAuthor) : undefined,
  });
  const pooledOr = (who: Actor | null): Actor | null => (who === null ? null : pooled(who));
  let quiet = 0;

  const find = (keys: Keys, root: Root, told: Told): Group | undefined => {
    const { finding, at } = told;
    const { author } = root;
    const derived = root.derived || (finding.actor === null && isSeen(finding));
    const same = groups.get(keys.group);
    // What a template led to belongs to the incident of its writing, however much later it ran.
    const written = author && same?.findLast(group => isNear(group, author.at, gap));
    if (written !== undefined) return written;
    const latest = derived && author === undefined ? latestOfRoot.get(keys.root) : undefined;
    if (latest !== undefined && isNear(latest, at, gap)) return latest;
    return same?.findLast(group => isNear(group, at, gap)) ?? named(keys, root, told);
  };
  /** What a node told first becomes the incident of the one whose request tells more of it. */
  const named = (keys: Keys, root: Root, { finding, activity, at }: Told): Group | undefined => {
    const unnamed = groups.get(keys.root) ?? [];
    const group = unnamed.findLast(one => one.unnamed && isNear(one, at, gap));
    const { actor = null, actorType = 'none' } = group ? actorOf(finding, root, activity) : {};
    if (group === undefined || actor === null) return undefined;
    groups.set(
      keys.root,
      unnamed.filter(one => one !== group),
    );
    groups.set(keys.group, appended(groups.get(keys.group) ?? [], group));
    group.actor = actor;
    group.actorType = actorType;
    return group;
  };
  const open = (keys: Keys, group: Group): Group => {
    groups.set(keys.group, appended(groups.get(keys.group) ?? [], group));
    quiet += 1;
    if (quiet > remembered.quietGroups)
      quiet = forgetQuiet({ groups, latestOfRoot, live }, remembered.quietGroups / 2);
    return group;
  };
  /** The group that the finding belongs to, and where it is found; a new one if need be. */
  const placed = (finding: Finding, activity: Activity | undefined, root: Root): Chained => {
    const keys = keysOf(finding, root);
    const at = timeOf(finding);
    const own =
      finding.actor === null && beganWith(finding) !== undefined
        ? groups.get(keys.group)?.[0]
        : find(keys, root, { finding, activity, at });
    if (own !== undefined) return { group: own, keys };
    const step = { finding, activity, isNear: (group: Group) => isNear(group, at, gap) };
    const place = (root.derived ? undefined : chainedTo(step, keys, root)) ?? {
      group: open(keys, openGroup(finding, { ...root, ...actorOf(finding, root, activity), at })),
      keys,
    };
    if (!root.derived) chains?.note(step, place);
    return place;
  };
  const chainedTo = (step: AccountStep, keys: Keys, root: Root): Chained | undefined => {
    const chained = chains?.find(step);
    if (chained?.moves !== true) return chained;
    move(chained, keys, root);
    return { group: chained.group, keys };
  };
  const add: Incidents['add'] = (finding, activity, changes) => {
    const root = rootOf(finding, activity);
    const { group, keys } = placed(finding, activity, root);
    addToGroup(group, finding, { at: timeOf(finding), derived: root.derived });
    noteLineage(group, root, lineage);
    noteWork(group, finding, activity);
    live.changed(group, keys);
    if (root.derived) return;
    noteChanges(group, finding, changes);
    // Only what makes pods has controllers that act for it.
    if (isWorkload(root.workload)) latestOfRoot.set(keys.root, group);
  };
  /** What was about a right alone is about the workload that uses it. */
  const move = ({ group, keys: before }: Chained, keys: Keys, root: Root): void => {
    groups.set(
      before.group,
      (groups.get(before.group) ?? []).filter(one => one !== group),
    );
    groups.set(keys.group, appended(groups.get(keys.group) ?? [], group));
    group.workload = root.workload;
    group.generateName = root.generateName;
  };
  const adopt = ({ keys, latest, group }: AdoptedGroup): void => {
    groups.set(keys.group, appended(groups.get(keys.group) ?? [], group));
    if (latest) latestOfRoot.set(keys.root, group);
    chains?.restore({ group, keys });
    if (!isLoud(group)) quiet += 1;
    group.progeny = group.told && lineage?.progenyOf(group.workload);
  };
  const behind: Incidents['behind'] = (finding, activity) => {
    const { derived, author, workload } = rootOf(finding, activity);
    return derived && author !== undefined ? { workload, actor: author.actor } : undefined;
  };
  return {
    add,
    behind,
    finish: () => incidentsOf(groups, asked),
    incident: group => (isLoud(group) ? incidentOf(group, { withDue: true, ...asked }) : undefined),
    isLatest: (keys, group) => latestOfRoot.get(keys.root) === group,
    adopt,
    adoptOwner,
    forget: before => {
      forgetGroups({ groups, latestOfRoot, live }, group => group.last.at < before);
      quiet = quietIn(groups);
    },
  };
}

/** One by one: in a long log there are many, and each is far larger than what is kept of it. */
function* incidentsOf(
  groups: Groups,
  asked: Pick<StoryOptions, 'describe' | 'lineage'>,
): Generator<Incident> {
  const loud = [...groups.values()].flat().filter(isLoud);
  const options = { withDue: loud.length <= dueUpTo, ...asked };
  const ranked = loud.map(group => ({ group, rank: severityRank(incidentSeverity(group).severity) }));
  ranked.sort((a, b) => b.rank - a.rank || b.group.last.at - a.group.last.at);
  for (const { group } of ranked) yield incidentOf(group, options);
}

/** Of more incidents than this nobody reads when each is next due, and finding out takes its time. */
const dueUpTo = 1000;

function keysOf(finding: Finding, { workload, generateName, author }: Root): Keys {
  const { actor: made } = finding;
  const actor = author?.actor ?? made;
  const { cluster, group, kind, namespace, name } = workload;
  const family = generateName !== '' && name.startsWith(generateName) ? `${generateName}*` : name;
  const file = actor === null ? (beganWith(finding) ?? placeOf(finding)) : '';
  const root = [cluster, group, kind, namespace, family, file];
  const who = actor === null ? [] : [actor.user, actor.effectiveUser];
  return { root: oneText(root), group: oneText([...root, ...who]) };
}

const isWorkload = ({ kind, group }: Workload): boolean => kindOfObject(kind, `${group}/`) !== undefined;

const timeOf = ({ time }: Finding): number => (time === null ? 0 : Date.parse(time));

/** Files under review are one another's strangers; several observers tell of one pod. */
const placeOf = (finding: Finding): string => (isSeen(finding) ? '' : (finding.evidence.at(-1)?.file ?? ''));

/** Silence of one cause is one incident, however long it lasts: its findings name the time at which it began. */
function beganWith({ detector, evidence }: Finding): string | undefined {
  return detector.type === 'silence' ? `${detector.id} ${evidence[0]?.time ?? ''}` : undefined;
}

function isNear({ first, last }: Group, at: number, gap: number): boolean {
  return at >= first.at - gap && at <= last.at + gap;
}

interface Told {
  readonly finding: Finding;
  readonly activity: Activity | undefined;
  readonly at: number;
}

const unknownAuthor = { confidence: 'unknown', reason: '' } as const;

function actorTypeOf(activity: Activity | undefined): ActorType {
  return activity?.type === 'audit' ? readActor(activity.request).type : 'none';
}
