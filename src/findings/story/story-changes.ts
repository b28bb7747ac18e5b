import type { ChangedField } from '../../model/lineage.ts';
import { counted, quoted } from '../words.ts';

const shownAtMost = 6;

/** What was and what is: `image of main: registry.example/report:2 -> registry.example/tool:1`. */
export function changeSentences(changes: readonly ChangedField[]): readonly string[] {
  const told = byWeight(changes.filter(change => !isInImage(change, changes) && !isBookkeeping(change)));
  const more = told.length - shownAtMost;
  return [
    ...told.slice(0, shownAtMost).map(sentenceOf),
    ...(more > 0 ? [`and ${counted(more, 'more change')}`] : []),
  ];
}

const isInImage = ({ field, container }: ChangedField, changes: readonly ChangedField[]): boolean =>
  field === 'repository' && changes.some(other => other.field === 'image' && other.container === container);

/** What clients and controllers note for themselves: it says nothing of what runs. */
const bookkeeping =
  /^(?:deployment\.kubernetes\.io\/revision|kubectl\.kubernetes\.io\/last-applied-configuration)=/;
const isBookkeeping = ({ field, from, to }: ChangedField): boolean =>
  field === 'annotations' && [from, to].every(text => text === '' || bookkeeping.test(text));

const order = [
  'image',
  'containers',
  'command',
  'args',
  'hooksAndProbes',
  'schedule',
  'timeZone',
  'suspended',
];

const descriptions = ['labels', 'annotations', 'podLabels', 'podAnnotations'];

/** What runs, then when, then the rest; what only describes it comes last. */
export const byWeight = (changes: readonly ChangedField[]): readonly ChangedField[] =>
  changes.toSorted((a, b) => rankOf(a) - rankOf(b));

function rankOf({ field }: ChangedField): number {
  const rank = order.indexOf(field);
  if (rank !== -1) return rank;
  return descriptions.includes(field) ? order.length + 1 : order.length;
}

function sentenceOf({ field, container, from, to }: ChangedField): string {
  const own = quoted(container, 63);
  if (field === 'containers') return `container ${own} ${partWords(from, to)}`;
  if (field === 'env') return `variable of ${own} ${partWords(from, to)}`;
  const where = container === '' ? '' : ` of ${own}`;
  return `${quoted(field, 40)}${where}: ${shownText(from)} -> ${shownText(to)}`;
}

/** Of one of several things: `added: main`. */
function partWords(from: string, to: string): string {
  if (from === '') return `added: ${quoted(to, 150)}`;
  return to === '' ? `removed: ${quoted(from, 150)}` : `changed: ${quoted(from, 150)} -> ${quoted(to, 150)}`;
}

const shownText = (text: string): string => (text === '' ? '(not set)' : quoted(text, 150));
