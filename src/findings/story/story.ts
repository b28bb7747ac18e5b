import type { DescribeRule } from '../../model/rule-description.ts';
import { atLeast, severityRank } from '../../model/severity.ts';
import type { StoryLabel, StoryLine } from '../../model/story.ts';
import type { ActionTally, FindingMark, Group } from '../incidents/incident-group.ts';
import { familyOf, isEffective, limits } from '../incidents/incident-group.ts';
import type { AskLineage } from '../incidents/incident-lineage.ts';
import type { RuleTally } from '../rule-tally.ts';
import { counted, didWhat, outcomeWords, placeOf, quoted, shownTime } from '../words.ts';
import { explainCommand, kubectlCommand } from './commands.ts';
import { currentWork } from './current-work.ts';
import { workSentences } from './scheduled-work.ts';
import { changeSentences } from './story-changes.ts';
import { scoreSentences } from './story-score.ts';
import { isSilence, silenceStory } from './story-silence.ts';
import { startedSentences } from './story-started.ts';
import { unseenSentences } from './story-unseen.ts';
import { whoSentence } from './story-who.ts';

export interface StoryOptions {
  /** Titles of the two rules that raised the severity; empty if it was not raised. */
  readonly agreeing: readonly string[];
  /** It was lowered below medium, because all of it is ordinary here. */
  readonly lowered: boolean;
  readonly describe?: DescribeRule;
  /** Say when a schedule is next due: finding out takes longer than all the rest. */
  readonly withDue: boolean;
  readonly lineage?: AskLineage;
}

const rulesShown = 8;
const responsesShown = 2;

/** What an analyst should read of an incident: who, what, why, since when, what could not be seen, what to do. */
export function storyOf(group: Group, options: StoryOptions): readonly StoryLine[] {
  const rules = strongestFirst(group.rules);
  const lines = (label: StoryLabel, texts: readonly string[]) => texts.map(text => ({ label, text }));
  if (isSilence(group)) return silenceStory(group, options);
  return [
    ...lines('Who', [whoSentence(group)]),
    ...lines('What', what(group, options)),
    ...lines('Why', [...scoreSentences(group.assessment.score), ...why(rules.filter(isRule), options)]),
    ...lines('Since', [since(group), ...startedSentences(group, options.lineage)]),
    ...lines('Unseen', unseenSentences(group)),
    ...lines('Do', toDo(group, rules, options)),
  ];
}

/** Rules of medium level or above say in words what it is; a score says that it does not belong. */
function worth({ type, severity }: RuleTally): number {
  if (!atLeast(severity, 'medium')) return 2;
  return type === 'anomaly' ? 1 : 0;
}

export function strongestFirst(rules: readonly RuleTally[]): readonly RuleTally[] {
  return rules.toSorted(
    (a, b) =>
      worth(a) - worth(b) ||
      severityRank(b.severity) - severityRank(a.severity) ||
      Number(b.effective) - Number(a.effective) ||
      (a.title < b.title ? -1 : 1),
  );
}

function what(group: Group, { withDue }: StoryOptions): readonly string[] {
  const dueAfter = withDue && group.last.time !== null ? new Date(group.last.at) : undefined;
  const place = placeOf(group.workload, familyOf(group));
  const work = currentWork(group);
  const cluster = group.workload.cluster === '' ? '' : ` in cluster ${quoted(group.workload.cluster, 100)}`;
  const seen = group.actions.filter(isObserved).map(action => seenWords(action));
  const asked = group.actions.filter(action => !isObserved(action));
  const own = asked.filter(action => !action.derived).map(action => actionWords(action, group));
  const byController = asked.filter(action => action.derived).map(action => controllerWords(action));
  const done = own.length === 0 ? [] : [`${own.join('; ')}: ${place}${cluster}`];
  const names =
    familyOf(group) !== ''
      ? [
          `under ${group.names.length >= limits.texts ? 'at least ' : ''}${counted(group.names.length, 'name')}: ${group.names.map(name => quoted(name, 63)).join(', ')}`,
        ]
      : [];
  return [
    ...done,
    ...(own.length === 0 && byController.length > 0 ? [`nothing by itself here: ${place}${cluster}`] : []),
    ...byController,
    ...seen.map((words, index) => (index === 0 && own.length === 0 ? `${words}: ${place}${cluster}` : words)),
    ...names,
    ...group.grants,
    ...changeSentences(group.changes.fields),
    ...(work === undefined ? [] : workSentences(work, dueAfter)),
  ];
}

function actionWords(action: ActionTally, group: Group): string {
  const kind = action.kind === group.workload.kind ? '' : ` a ${quoted(action.kind, 63)}`;
  const times = action.count > 1 ? `, ${action.count} findings` : '';
  return `${didWhat(action)}${kind} (${outcomeWords(action.outcome)}${times})`;
}

const isObserved = ({ outcome }: ActionTally): boolean => outcome === 'observed';

function seenWords(action: ActionTally): string {
  const times = action.count > 1 ? ` (${action.count} findings)` : '';
  return `on the node: ${didWhat(action)} a ${quoted(action.kind, 63)}${times}`;
}

function controllerWords(action: ActionTally): string {
  const times = action.count > 1 ? `, ${action.count} findings` : '';
  return `its controller then ${didWhat(action)} a ${quoted(action.kind, 63)} (${outcomeWords(action.outcome)}${times})`;
}

/** What a score says is told part by part. */
const isRule = ({ type }: RuleTally): boolean => type !== 'anomaly';

function why(
  rules: readonly RuleTally[],
  { agreeing, lowered }: Pick<StoryOptions, 'agreeing' | 'lowered'>,
): readonly string[] {
  const sentences = rules.slice(0, rulesShown).map(ruleWords);
  const more = rules.length - sentences.length;
  if (more > 0) sentences.push(`and ${counted(more, 'more rule')}`);
  const [first, second] = agreeing;
  if (first !== undefined && second !== undefined)
    sentences.push(`raised by one step: "${quoted(first)}" and "${quoted(second)}" see different techniques`);
  if (lowered) sentences.push('lowered below medium: all that is known of this change is ordinary here');
  return sentences;
}

function ruleWords({ title, author, severity, count, reasons }: RuleTally): string {
  const by = author === '' || author === 'Watchbill' ? '' : `, rule by ${quoted(author)}`;
  const times = count > 1 ? `, ${count} times` : '';
  const because = reasons.length === 0 ? '' : `: ${reasons.map(reason => quoted(reason, 300)).join('; ')}`;
  return `${quoted(title)} (${severity}${times}${by})${because}`;
}

function since({ first, last, marks, firstEvidence, levels }: Group): string {
  const [evidence] = firstEvidence;
  const place = evidence === undefined ? '' : `${quoted(evidence.file, 300)} line ${evidence.line}`;
  const many = counted(marks.length, 'finding');
  if (first.time === null) {
    const proposed = levels.includes('manifest')
      ? ', a file under review: nothing has run'
      : ', at a time that was not logged';
    return `${place}${proposed}; ${many}`;
  }
  const begin = shownTime(first.time);
  const end = last.time === null ? begin : shownTime(last.time);
  return begin === end ? `${begin}; ${many}` : `${begin}, last seen ${end}; ${many}`;
}

function toDo(group: Group, rules: readonly RuleTally[], { describe }: StoryOptions): readonly string[] {
  const [strongest] = rules;
  if (strongest === undefined) return [];
  const advice = describe?.(strongest.id)?.response.slice(0, responsesShown) ?? [];
  const kubectl = group.actor !== null && stillThere(group) ? kubectlCommand(group.workload) : undefined;
  return [
    // What was joined needs all of the input again, not just the file of the last piece.
    `$ ${explainCommand(strongest.example, strongest.type === 'node' ? '' : strongest.file)}`,
    ...(kubectl === undefined ? [] : [`$ ${kubectl}`]),
    ...(group.levels.includes('manifest') ? [beforeItRuns(advice.length > 0)] : []),
    ...advice.map(sentence => quoted(sentence, 300)),
  ];
}

/** What to do once it runs is no advice to a reviewer. */
const beforeItRuns = (isFollowed: boolean): string =>
  `Keep it from being merged or applied until its author has answered for it${isFollowed ? '; if it runs already:' : ''}`;

/** Something was written or used, and the last thing that was done to it was not to delete it. */
function stillThere({ marks, workload }: Group): boolean {
  const done = marks.filter(({ action }) => action !== undefined && isEffective(action));
  const own = done.filter(({ action }) => action?.kind === workload.kind && !action.derived);
  const last = (own.length > 0 ? own : done).reduce<FindingMark | undefined>(
    (latest, mark) => (latest === undefined || mark.at >= latest.at ? mark : latest),
    undefined,
  );
  return last !== undefined && last.action?.verb.startsWith('delete') === false;
}
