import type { DescribeRule } from '../../model/rule-description.ts';
import type { StoryLine } from '../../model/story.ts';
import type { Group } from '../incidents/incident-group.ts';
import type { RuleTally } from '../rule-tally.ts';
import { placeOf, quoted, shownTime } from '../words.ts';

/** What is not seen any more: nobody's request set it off. */
export const isSilence = ({ actor, rules }: Group): boolean =>
  actor === null && rules.length > 0 && rules.every(({ type }) => type === 'silence');

/** ` (resolved)` once it is over. */
export const endOf = ({ rules }: Pick<Group, 'rules'>): string =>
  rules.every(({ reasons }) => reasons.some(reason => reason.startsWith('resolved: '))) ? ' (resolved)' : '';

const reasonsShown = 12;

/** The story of a stretch of time in which less was seen than usual, and how it ended. */
export function silenceStory(
  group: Group,
  { describe }: { readonly describe?: DescribeRule },
): readonly StoryLine[] {
  const { workload, rules, first, last } = group;
  const cluster = workload.cluster === '' ? '' : ` in cluster ${quoted(workload.cluster, 100)}`;
  const times = [first.time, last.time].map(time => (time === null ? 'an unknown time' : shownTime(time)));
  const line = (label: StoryLine['label'], text: string): StoryLine => ({ label, text });
  return [
    line('Who', 'not known: it is the log itself that is missing'),
    line('What', `${placeOf(workload, '')}${cluster}`),
    ...rules.map(rule => line('Why', whyOf(rule))),
    line('Since', `${times[0]}, last told ${times[1]}`),
    line('Unseen', 'what was done to the cluster meanwhile, as far as no other source shows it'),
    ...adviceOf(rules, describe).map(text => line('Do', quoted(text, 300))),
  ];
}

function whyOf({ title, severity, reasons }: RuleTally): string {
  const sentences = reasons.slice(-reasonsShown).map(reason => quoted(reason, 300));
  return `${quoted(title)} (${severity}): ${sentences.join('; ')}`;
}

const adviceOf = ([rule]: readonly RuleTally[], describe: DescribeRule | undefined): readonly string[] =>
  rule === undefined ? [] : (describe?.(rule.id)?.response ?? []);
