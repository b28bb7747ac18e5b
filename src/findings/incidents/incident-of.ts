import type { Incident } from '../../model/finding.ts';
import type { AttackReference, Evidence } from '../../model/signal.ts';
import { storyText } from '../../model/story.ts';
import { digest } from '../identity.ts';
import type { RuleTally } from '../rule-tally.ts';
import type { StoryOptions } from '../story/story.ts';
import { storyOf, strongestFirst } from '../story/story.ts';
import { endOf, isSilence } from '../story/story-silence.ts';
import { outcomeWords, placeOf, quoted } from '../words.ts';
import { detailsOf } from './incident-details.ts';
import type { Group } from './incident-group.ts';
import { familyOf, isEffective } from './incident-group.ts';
import { incidentLineage } from './incident-lineage.ts';
import { incidentSeverity } from './incident-severity.ts';

/** A group as the incident that people see. */
export function incidentOf(group: Group, options: Omit<StoryOptions, 'agreeing' | 'lowered'>): Incident {
  const marks = group.marks.toSorted((a, b) => a.at - b.at);
  const findings = marks.map(({ id }) => id);
  const rules = strongestFirst(group.rules);
  const { severity, agreeing, lowered } = incidentSeverity(group);
  const lineage = incidentLineage(group);
  // Of the finding that opened it, not the earliest: an incident keeps its id while it grows, whatever comes late.
  const opened = group.marks[0]?.id ?? '';
  return {
    type: 'incident',
    id: digest([
      'incident',
      placeOf(group.opened, ''),
      (group.unnamed ? undefined : group.actor?.user) ?? '',
      opened,
    ]).slice(0, 16),
    severity,
    title: titleOf(group, rules),
    story: storyText(storyOf(group, { agreeing, lowered, ...options })),
    workload: group.workload,
    actor: group.actor,
    attack: attackOf(rules),
    findings,
    evidence: [...group.firstEvidence, ...group.lastEvidence].toSorted(byTime),
    firstSeen: group.first.time,
    lastSeen: group.last.time,
    ...detailsOf(group, marks, options),
    ...(lineage && { lineage }),
    ...(group.assessment.score && { score: group.assessment.score }),
  };
}

function titleOf(group: Group, rules: readonly RuleTally[]): string {
  const place = placeOf(group.workload, familyOf(group));
  const title = continued(quoted(rules[0]?.title ?? ''));
  return `${place}: ${title}${isSilence(group) ? endOf(group) : outcomeOf(group)}`;
}

/** If nothing that was tried was done, the title says so. */
function outcomeOf({ actions }: Group): string {
  if (actions.some(isEffective)) return '';
  const outcomes = [...new Set(actions.map(({ outcome }) => outcomeWords(outcome)))];
  return outcomes.length === 0 ? '' : ` (${outcomes.join('; ')})`;
}

/** Names that a title may begin with keep their capital. */
const properNames =
  /^(Job|Pod|Secret|Role|Node|Deployment|Namespace|Kubernetes|Kubelet|Linux|Docker|Helm|Argo)\b/;

/** A sentence that goes on after a colon. */
function continued(title: string): string {
  const isWord = /^[A-Z][a-z]+\b/.test(title) && !properNames.test(title);
  return isWord ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

function attackOf(rules: readonly RuleTally[]): readonly AttackReference[] {
  const tactics = new Map<string, Set<string>>();
  for (const { technique, tactics: named } of rules.flatMap(({ attack }) => attack))
    tactics.set(technique, new Set([...(tactics.get(technique) ?? []), ...named]));
  return [...tactics].map(([technique, names]) => ({ technique, tactics: [...names] }));
}

const timeOf = ({ time }: Evidence): number => (time === null ? 0 : Date.parse(time));

function byTime(a: Evidence, b: Evidence): number {
  return timeOf(a) - timeOf(b);
}
