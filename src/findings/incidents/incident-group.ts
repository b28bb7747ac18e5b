import type { Origin } from '../../lineage/origin.ts';
import type { Progeny } from '../../lineage/progeny.ts';
import type { Actor } from '../../model/actor.ts';
import type { Action, Finding } from '../../model/finding.ts';
import type { Severity } from '../../model/severity.ts';
import { higherOf } from '../../model/severity.ts';
import type { Evidence } from '../../model/signal.ts';
import type { Workload } from '../../model/workload.ts';
import type { ActorType } from '../../workloads/workload-change.ts';
import type { RuleTally } from '../rule-tally.ts';
import { tallyRule } from '../rule-tally.ts';
import { appended, beginning, pooledText } from '../small.ts';
import type { ScheduledWork } from '../story/scheduled-work.ts';
import type { ToldLineage } from './incident-lineage.ts';
import type { Assessment } from './incident-score.ts';
import { assessedWith, notAssessed } from './incident-score.ts';
import type { NetChanges } from './net-changes.ts';
import { noChanges } from './net-changes.ts';

/**
 * What is kept of the findings of one incident. It grows with 16 digits a finding; all else is capped by `limits`. There
 * can be as many groups as there are objects in a log, so lists are no longer than what they hold.
 */
export interface Group {
  /** What it is about: first the object that it was opened for; a workload, once a right that it began with is used by one. */
  workload: Workload;
  generateName: string;
  /** What it was opened for, which its id names. */
  readonly opened: Workload;
  /** null until a request tells, where a node told first. */
  actor: Actor | null;
  actorType: ActorType;
  /** Opened by what was seen on a node, before anybody's request was known: its id names nobody. */
  readonly unnamed: boolean;
  severity: Severity;
  /** Of its findings, in the order of their arrival. */
  marks: FindingMark[];
  first: Moment;
  last: Moment;
  rules: readonly RuleTally[];
  actions: readonly ActionTally[];
  userAgents: readonly string[];
  addresses: readonly string[];
  names: readonly string[];
  levels: readonly string[];
  missing: readonly string[];
  firstEvidence: readonly Evidence[];
  lastEvidence: readonly Evidence[];
  assessment: Assessment;
  /** What will run, from the most severe finding whose object was seen. */
  work: { readonly severity: Severity; readonly seen: ScheduledWork } | undefined;
  changes: NetChanges;
  /** Of the request whose changes were counted last: several rules tell the same. */
  changedBy: Evidence | undefined;
  /** Rights that were given to the account that it runs as, in sentences. */
  grants: readonly string[];
  /** Accounts by which other requests belong to it. */
  accounts: readonly string[];
  /** Of an incident about what controllers made: how it is known who wrote that. */
  readonly supposed: Supposed | undefined;
  /** Of the finding whose chain is longest. */
  origin: Origin | undefined;
  progeny: Progeny | undefined;
  /** In place of `origin`, after a restart. */
  told: ToldLineage | undefined;
}

/** Its actor is not who made the requests, but who wrote what a controller made them from. */
export interface Supposed {
  readonly confidence: 'certain' | 'probable' | 'unknown';
  readonly reason: string;
}

export interface FindingMark {
  readonly id: string;
  readonly at: number;
  readonly rule: RuleTally;
  /** undefined where the group does not count so many kinds of actions. */
  readonly action: ActionTally | undefined;
}

export interface Moment {
  /** Milliseconds since 1970; 0 where there is no time. */
  readonly at: number;
  readonly time: string | null;
}

export interface ActionTally extends Action {
  readonly kind: string;
  /** A controller did it for the root. */
  readonly derived: boolean;
  count: number;
}

export const limits = {
  evidence: 25,
  texts: 5,
  reasons: 3,
  actions: 12,
  missing: 16,
  textLength: 400,
} as const;

export interface Opening {
  readonly actor: Actor | null;
  readonly workload: Workload;
  readonly generateName: string;
  readonly actorType: ActorType;
  readonly at: number;
  readonly supposed?: Supposed | undefined;
}

const none: readonly never[] = [];

/** A group without its first finding, which is to be added next. */
export function openGroup(
  finding: Finding,
  { workload, generateName, actorType, actor, at, supposed }: Opening,
): Group {
  const moment = momentOf(finding, at);
  return {
    workload,
    generateName,
    opened: workload,
    actor,
    actorType,
    unnamed: actor === null && isSeen(finding),
    severity: finding.severity,
    marks: [],
    first: moment,
    last: moment,
    rules: none,
    actions: none,
    userAgents: none,
    addresses: none,
    names: none,
    levels: none,
    missing: none,
    firstEvidence: none,
    lastEvidence: none,
    assessment: notAssessed,
    work: undefined,
    changes: noChanges,
    changedBy: undefined,
    grants: none,
    accounts: none,
    supposed,
    origin: undefined,
    progeny: undefined,
    told: undefined,
  };
}

export function addToGroup(
  group: Group,
  finding: Finding,
  { at, derived }: { at: number; derived: boolean },
): void {
  const { id, severity, actor, workload, visibility, evidence } = finding;
  group.severity = higherOf(group.severity, severity);
  if (at < group.first.at) group.first = momentOf(finding, at);
  if (at > group.last.at) group.last = momentOf(finding, at);
  group.assessment = assessedWith(group.assessment, finding);
  const rule = tallyRule(group, finding);
  const action = tallyAction(group, finding, derived);
  addMark(group, { id, at, rule, action });
  if (actor !== null && !derived) addClient(group, actor);
  group.names = withText(group.names, workload.name, limits.texts);
  group.levels = withText(group.levels, visibility.level, limits.texts);
  group.missing = withTexts(group.missing, visibility.missing, limits.missing);
  for (const one of evidence) keepEvidence(group, one);
}

/** With what and from where, in its own words. */
export function addClient(group: Group, { userAgent, sourceIPs }: Actor): void {
  group.userAgents = withPooledText(group.userAgents, userAgent);
  const [address = ''] = sourceIPs;
  const addresses = sourceIPs.length > 1 ? sourceIPs.join(' through ') : address;
  group.addresses = withPooledText(group.addresses, addresses);
}

/** Of texts that many groups share. */
const withPooledText = (texts: readonly string[], text: string): readonly string[] =>
  texts.includes(text) ? texts : withText(texts, pooledText(text), limits.texts);

/** The common prefix of the names, where the server made several of one generateName; else `""`. */
export const familyOf = ({ names, generateName }: Group): string => (names.length > 1 ? generateName : '');

export const isEffective = ({ outcome }: Action): boolean =>
  outcome === 'allowed' || outcome === 'proposed' || outcome === 'observed';

/** On a node: nobody authenticated for it. */
export const isSeen = ({ visibility }: Finding): boolean => visibility.level === 'node';

const momentOf = ({ time }: Finding, at: number): Moment => ({ at, time });

/** Few groups have many findings: only those grow with room to spare. */
function addMark(group: Group, mark: FindingMark): void {
  if (group.marks.length < 8) group.marks = group.marks.length === 0 ? [mark] : group.marks.concat([mark]);
  else group.marks.push(mark);
}

function tallyAction(group: Group, { action, workload }: Finding, derived: boolean): ActionTally | undefined {
  const { verb, subresource, outcome } = action;
  const { kind } = workload;
  const known = group.actions.find(
    tally =>
      tally.verb === verb &&
      tally.subresource === subresource &&
      tally.outcome === outcome &&
      tally.kind === kind &&
      tally.derived === derived,
  );
  if (known === undefined && group.actions.length >= limits.actions) return undefined;
  const tally = known ?? { verb, subresource, outcome, kind, derived, count: 0 };
  tally.count += 1;
  if (known === undefined) group.actions = appended(group.actions, tally);
  return tally;
}

function withText(texts: readonly string[], text: string, limit: number): readonly string[] {
  if (text === '' || texts.length >= limit || texts.includes(text)) return texts;
  return appended(texts, beginning(text, limits.textLength));
}

export function withTexts(
  texts: readonly string[],
  more: readonly string[],
  limit: number,
): readonly string[] {
  let all = texts;
  if (all.length < limit) for (const text of more) all = withText(all, text, limit);
  return all;
}

/** The first and the last of it: several rules name the same event, which is kept once. */
function keepEvidence(group: Group, evidence: Evidence): void {
  const { firstEvidence, lastEvidence } = group;
  const isSame = (other: Evidence) =>
    other.line === evidence.line && other.auditID === evidence.auditID && other.file === evidence.file;
  if (firstEvidence.some(isSame) || lastEvidence.some(isSame)) return;
  if (firstEvidence.length < limits.evidence) group.firstEvidence = appended(firstEvidence, evidence);
  else group.lastEvidence = appended(lastEvidence.slice(1 - limits.evidence), evidence);
}
