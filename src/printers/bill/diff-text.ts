import type { BillChange, BillDiff, BillDifference, DifferenceType } from '../../model/bill-diff.ts';
import { shortened, visible } from '../../model/visible-text.ts';
import type { BillAct } from '../../model/watch-bill.ts';
import { command, image, powers, schedule, who } from './cells.ts';

const signs = { added: '+', removed: '-', replaced: '!', changed: '~', reverted: '=', passed: '%' } as const;

const words = {
  added: 'added',
  removed: 'removed',
  replaced: 'deleted and made anew',
  changed: 'changed',
  reverted: 'changed and changed back',
  passed: 'came and went',
} as const satisfies { readonly [type in DifferenceType]: string };

const longest = 240;
const most = 20;

/** What became of each workload, by whom, and what is not as it was. */
export function diffText({ since, until, differences }: BillDiff): string {
  const counts = Object.entries(words).flatMap(([type, word]) => {
    const count = differences.filter(difference => difference.type === type).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  const title = `${since ?? 'the first input'} .. ${until ?? 'the second input'}: ${counts.join(', ') || 'no difference'}`;
  return [title, ...differences.flatMap(difference => ['', ...linesOf(difference)])].join('\n');
}

const shown = (text: string): string => shortened(visible(text), longest);

function linesOf({ type, row, changes, acts }: BillDifference): readonly string[] {
  const { namespace, kind, name, cluster } = row;
  const place = [cluster, namespace]
    .filter(part => part !== '')
    .map(part => `${part}/`)
    .join('');
  const isNew = type === 'added' || type === 'passed' || type === 'replaced';
  return [
    shown(`${signs[type]} ${place}${kind} ${name}: ${words[type]}`),
    ...(isNew ? workLines(row) : []),
    ...limited(changes.map(changeLine)),
    ...limited(acts.map(actLine)),
    ...(acts.length === 0 ? ['    by whom, the input does not tell'] : []),
  ];
}

function workLines(row: BillDifference['row']): readonly string[] {
  if (row.body === 'unseen') return ['    what it runs was not logged'];
  const [when, line, has] = [schedule(row, null), command(row, null), powers(row, null)];
  return [
    ...(when === '-' ? [] : [shown(`    runs ${when}`)]),
    shown(`    image ${image(row, null)}${line === '-' ? '' : `: ${line}`}`),
    ...(has === '-' ? [] : [shown(`    with ${has}`)]),
  ];
}

function changeLine({ field, container, from, to }: BillChange): string {
  const of = container === '' ? '' : ` of ${container}`;
  return shown(`    ${field}${of}: ${from || '(nothing)'} -> ${to || '(nothing)'}`);
}

function actLine(act: BillAct): string {
  const { time, userAgent, sourceIPs, what } = act;
  const client = [userAgent.split(' ')[0] ?? '', ...sourceIPs].filter(part => part !== '').join(', ');
  return shown(`    ${time?.slice(0, 19) ?? 'at an unknown time'}Z ${who(act)} (${client}): ${what}`);
}

function limited(lines: readonly string[]): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most), `    and ${lines.length - most} more, see -o json`];
}
