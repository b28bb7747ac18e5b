import type { Actor } from '../model/actor.ts';
import type { Action, Finding } from '../model/finding.ts';
import type { Severity } from '../model/severity.ts';
import { higherOf } from '../model/severity.ts';
import type { AttackReference, Evidence } from '../model/signal.ts';
import type { Workload } from '../model/workload.ts';
import type { ActorType } from '../workloads/workload-change.ts';
import type { ScheduledWork } from './scheduled-work.ts';

/** What is kept of the findings of one incident. It grows with 16 digits a finding; all else is capped by `limits`. */
export interface Group {
  readonly workload: Workload;
  readonly generateName: string;
  readonly actor: Actor | null;
  readonly actorType: ActorType;
  severity: Severity;
  /** In the order of their arrival. */
  readonly findings: { readonly id: string; readonly at: number }[];
  first: Moment;
  last: Moment;
  readonly rules: RuleTally[];
  readonly actions: ActionTally[];
  readonly userAgents: string[];
  readonly addresses: string[];
  readonly names: string[];
  readonly levels: string[];
  readonly missing: string[];
  readonly firstEvidence: Evidence[];
  readonly lastEvidence: Evidence[];
  /** What will run, from the most severe finding whose object was seen. */
  work: { readonly severity: Severity; readonly seen: ScheduledWork } | undefined;
}

export interface Moment {
  /** Milliseconds since 1970; 0 where there is no time. */
  readonly at: number;
  readonly time: string | null;
}

export interface RuleTally {
  readonly id: string;
  readonly title: string;
  /** `""` where the rule names none. */
  readonly author: string;
  readonly severity: Severity;
  readonly attack: readonly AttackReference[];
  readonly reasons: string[];
  count: number;
  /** At least one of its findings is about something that was done, or would be by a manifest. */
  effective: boolean;
  /** Its first finding: where to look further. */
  readonly example: { readonly id: string; readonly file: string };
}

export interface ActionTally extends Action {
  readonly kind: string;
  /** A controller did it for the root. */
  readonly derived: boolean;
  count: number;
}

export const limits = { evidence: 25, texts: 5, reasons: 3, actions: 12, missing: 16 } as const;

export interface Opening {
  readonly workload: Workload;
  readonly generateName: string;
  readonly actorType: ActorType;
  readonly at: number;
}

export function openGroup(finding: Finding, { workload, generateName, actorType, at }: Opening): Group {
  const moment = { at, time: finding.time };
  return {
    ...structuredClone({ workload, generateName, actor: finding.actor }),
    actorType,
    severity: finding.severity,
    findings: [],
    first: moment,
    last: moment,
    rules: [],
    actions: [],
    userAgents: [],
    addresses: [],
    names: [],
    levels: [],
    missing: [],
    firstEvidence: [],
    lastEvidence: [],
    work: undefined,
  };
}

export function addToGroup(
  group: Group,
  finding: Finding,
  { at, derived }: { at: number; derived: boolean },
): void {
  group.findings.push({ id: finding.id, at });
  group.severity = higherOf(group.severity, finding.severity);
  if (at < group.first.at) group.first = { at, time: finding.time };
  if (at >= group.last.at) group.last = { at, time: finding.time };
  tallyRule(group, finding);
  tallyAction(group, finding, derived);
  if (!derived) keepText(group.userAgents, finding.actor?.userAgent ?? '', limits.texts);
  if (!derived) keepText(group.addresses, (finding.actor?.sourceIPs ?? []).join(' through '), limits.texts);
  keepText(group.names, finding.workload.name, limits.texts);
  keepText(group.levels, finding.visibility.level, limits.texts);
  for (const missing of finding.visibility.missing) keepText(group.missing, missing, limits.missing);
  for (const evidence of finding.evidence) keepEvidence(group, evidence);
}

export const isEffective = ({ outcome }: Action): boolean => outcome === 'allowed' || outcome === 'proposed';

function tallyRule(
  group: Group,
  { id, detector, severity, attack, action, reasons, evidence }: Finding,
): void {
  let tally = group.rules.find(rule => rule.id === detector.id && rule.title === detector.title);
  if (tally === undefined) {
    const example = structuredClone({ id, file: evidence.at(-1)?.file ?? '' });
    tally = {
      id: detector.id,
      title: detector.title,
      author: detector.author ?? '',
      severity,
      attack,
      reasons: [],
      count: 0,
      effective: false,
      example,
    };
    group.rules.push(tally);
  }
  tally.count += 1;
  tally.effective ||= isEffective(action);
  if (tally.reasons.length >= limits.reasons) return;
  for (const reason of reasons) keepText(tally.reasons, reason, limits.reasons);
}

function tallyAction({ actions }: Group, { action, workload }: Finding, derived: boolean): void {
  const { verb, subresource, outcome } = action;
  const tally = actions.find(
    known =>
      known.verb === verb &&
      known.subresource === subresource &&
      known.outcome === outcome &&
      known.kind === workload.kind &&
      known.derived === derived,
  );
  if (tally !== undefined) tally.count += 1;
  else if (actions.length < limits.actions)
    actions.push({
      ...structuredClone({ verb, subresource, outcome, kind: workload.kind }),
      derived,
      count: 1,
    });
}

function keepText(texts: string[], text: string, limit: number): void {
  if (text !== '' && texts.length < limit && !texts.includes(text)) texts.push(structuredClone(text));
}

/** The first and the last of it: several rules name the same event, which is kept once. */
function keepEvidence({ firstEvidence, lastEvidence }: Group, evidence: Evidence): void {
  const isSame = (other: Evidence) =>
    other.line === evidence.line && other.auditID === evidence.auditID && other.file === evidence.file;
  if (firstEvidence.some(isSame) || lastEvidence.some(isSame)) return;
  // A copy, because texts of an event may keep the whole line that they were cut from alive.
  const copy = structuredClone(evidence);
  if (firstEvidence.length < limits.evidence) firstEvidence.push(copy);
  else lastEvidence.push(copy);
  if (lastEvidence.length > limits.evidence) lastEvidence.shift();
}
