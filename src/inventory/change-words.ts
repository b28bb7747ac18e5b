import { shortened } from '../model/visible-text.ts';
import type { FieldChange } from '../workloads/diff/field-change.ts';
import { changesWhatRuns } from '../workloads/diff/field-change.ts';

const most = 3;
const longest = 120;

/** What is not as it was, what runs first, the first few of it: `image a:1 -> a:2; suspended`. */
export function changeWords(changes: readonly FieldChange[]): string {
  const told = changes.filter(change => !isImplied(change, changes));
  const ordered = [...told.filter(changesWhatRuns), ...told.filter(change => !changesWhatRuns(change))];
  const words = [...new Set(ordered.map(wordsOf))];
  const shown = words.slice(0, most);
  const more = words.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join('; ') || 'nothing that is looked at';
}

/** Another image of the same repository says itself that the repository is the same. */
function isImplied({ field, container, from, to }: FieldChange, changes: readonly FieldChange[]): boolean {
  if (field === 'repository')
    return changes.some(each => each.field === 'image' && each.container === container);
  return isBookkeeping({ field, from, to });
}

/** Revisions are the controllers' own count. */
const isBookkeeping = ({ field, from, to }: Pick<FieldChange, 'field' | 'from' | 'to'>): boolean =>
  field === 'annotations' && counted.test(from || to);

/** `kubectl rollout restart` writes the time into the template, and changes nothing else. */
export const isRestart = ({ field, to }: Pick<FieldChange, 'field' | 'to'>): boolean =>
  field === 'podAnnotations' && restarted.test(to);

const counted = /^(?:deployment\.kubernetes\.io\/revision|deprecated\.daemonset\.template\.generation)=/;
const restarted = /^kubectl\.kubernetes\.io\/restartedAt=/;

function wordsOf({ field, from, to }: FieldChange): string {
  if (field === 'image') return `image ${cut(from)} -> ${cut(sameImage(from, to))}`;
  if (field === 'suspended') return to === 'true' ? 'suspended' : 'resumed';
  if (isRestart({ field, to })) return 'restarted';
  if (field === 'containers')
    return from === '' ? `container ${cut(to)} added` : `container ${cut(from)} removed`;
  if (to === 'true' && from === 'false') return `${field} on`;
  if (to === 'false' && from === 'true') return `${field} off`;
  if (from === '') return `${field} ${cut(to)}`;
  return to === '' ? `${field} ${cut(from)} removed` : `${field} ${cut(from)} -> ${cut(to)}`;
}

const cut = (text: string): string => shortened(text, longest);

/** Of the same repository, the tag alone: `registry.example/web:1 -> :2`. */
function sameImage(from: string, to: string): string {
  const repository = to.replace(/[:@][^/]*$/, '');
  return from.replace(/[:@][^/]*$/, '') === repository && to.length > repository.length
    ? to.slice(repository.length)
    : to;
}
