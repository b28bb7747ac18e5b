import type { BillAct, BillRow } from '../../model/watch-bill.ts';
import { duration, secondsBetween } from './duration.ts';

/** What the columns of a bill say of a row; texts of the log, unescaped. `at`: when the bill was drawn up. */
export type Cell = (row: BillRow, at: string | null) => string;

export const workload: Cell = ({ kind, name }) => `${kind}/${name}`;

/** When it runs: the next time, or how it is kept running. */
export const runs: Cell = (row, at) => {
  const { type, schedule, everyNode, replicas, body } = row;
  if (schedule !== null && type !== 'persistent') return next(row, at);
  if (type === 'static') return 'static pod';
  if (everyNode) return 'every node';
  if (type !== 'persistent') return types[type];
  if (replicas === null || body === 'unseen') return 'always';
  return replicas === 0 ? 'scaled to 0' : `always, ${replicas}x`;
};

const types = {
  scheduled: 'by the clock',
  triggered: 'on triggers',
  once: 'once',
  template: 'template',
} as const;

function next({ schedule, state, body }: BillRow, at: string | null): string {
  if (schedule === null || state === 'deleted') return '-';
  if (schedule.texts.length === 0) return body === 'unseen' ? 'not logged' : 'by the clock';
  if (schedule.suspended) return 'suspended';
  if (schedule.never) return 'never';
  if (schedule.problem !== '') return 'unreadable';
  if (schedule.next === null || at === null) return schedule.words;
  return `in ${duration(secondsBetween(at, schedule.next))}`;
}

/** Its schedule in words, with the time zone where one is named. */
export const schedule: Cell = ({ schedule: when, body }) => {
  if (when === null) return '-';
  if (when.texts.length === 0) return body === 'unseen' ? 'not logged' : '-';
  const zone = when.timeZoneAssumed || when.timeZone === '' ? '' : ` ${when.timeZone}`;
  const problem = when.problem === '' ? '' : ` (${when.problem})`;
  return [`${when.words}${zone}${problem}`, ...when.notes].join(', ');
};

/** `ns:name` of a service account; a person as it is; with the one it acted as, and how sure it is. */
export function who({ user, effectiveUser, confidence, fieldManager }: BillAct): string {
  if (user === null) return fieldManager === '' ? 'unknown' : `unknown (${fieldManager})`;
  const as = effectiveUser === user || effectiveUser === '' ? '' : ` as ${shortUser(effectiveUser)}`;
  return `${shortUser(user)}${as}${confidence === 'certain' ? '' : ' ?'}`;
}

const shortUser = (user: string): string => user.replace(/^system:serviceaccount:/, 'sa:');

/** Who wrote what it runs, and how many others wrote single containers of it: `dev@corp.example +1`. */
export const author: Cell = row => {
  const others = otherWriters(row).length;
  return `${mainAuthor(row)}${others === 0 ? '' : ` +${others}`}`;
};

/** The same, all of them named. */
export const authors: Cell = row => [mainAuthor(row), ...otherWriters(row)].join(' and ');

function mainAuthor({ author: act, type, state, file }: BillRow): string {
  if (act.user === null && type === 'static') return 'unknown (a file on the node)';
  if (act.user === null && state === 'proposed') return `in ${file.slice(file.lastIndexOf('/') + 1)}`;
  return who(act);
}

/** Of a static pod and of a file nobody is known. */
function otherWriters({ containers, author: act, type, state }: BillRow): readonly string[] {
  if (act.user === null && (type === 'static' || state === 'proposed')) return [];
  const users = containers.map(({ by }) => by.user).filter(user => user !== null && user !== act.user);
  return [...new Set(users)].map(user => shortUser(user ?? ''));
}

export const creator: Cell = ({ created }) => who(created);

export const created: Cell = (row, at) => age(row.created.time, at);

/** When, and by whom if that is somebody else than the one who wrote what it runs. */
export const changed: Cell = ({ changed: last, created: first, author: by, state, deleted }, at) => {
  if (state === 'deleted' && deleted !== null)
    return `deleted ${age(deleted.time, at)} ago by ${who(deleted)}`;
  if (state === 'proposed' && first.time === null) return '-';
  if (last === null) return age(first.time, at);
  const other = last.user === by.user && last.effectiveUser === by.effectiveUser ? '' : ` by ${who(last)}`;
  return `${age(last.time, at)}${other}`;
};

export const change: Cell = ({ changed: last }) => last?.what ?? '';

const age = (time: string | null, at: string | null): string =>
  time === null ? 'unknown' : at === null ? time.slice(0, 19) : duration(secondsBetween(time, at));

export const powers: Cell = ({ powers: has, body }) => {
  if (body === 'unseen') return 'not logged';
  const words = [
    has.privileged ? 'privileged' : '',
    has.hostNetwork ? 'hostNetwork' : '',
    has.hostPID ? 'hostPID' : '',
    has.hostIPC ? 'hostIPC' : '',
    ...has.capabilities,
    ...has.hostPaths.map(path => `hostPath ${path}`),
  ];
  return words.filter(word => word !== '').join(', ') || '-';
};

export const account: Cell = ({ powers: { serviceAccount }, body }) =>
  body === 'unseen' ? 'not logged' : serviceAccount || 'default';

export const image: Cell = ({ containers, moreContainers, body, through }) => {
  const images = [...new Set(containers.map(({ image: name }) => name).filter(name => name !== ''))];
  if (images.length > 0) return images.join(', ') + more(moreContainers);
  if (through.length > 0) return `by ${through.join(', ')}`;
  return body === 'unseen' ? 'not logged' : '-';
};

export const command: Cell = ({ containers, body }) => {
  const commands = containers.map(({ command: line }) => line).filter(line => line !== '');
  return commands.length === 0 ? (body === 'unseen' ? 'not logged' : '-') : commands.join(' ; ');
};

const more = (count: number): string => (count === 0 ? '' : ` and ${count} more`);

export const started: Cell = ({ started: { counts, last } }, at) => {
  const words = Object.entries(counts).map(([kind, count]) => `${count} ${kind}${count === 1 ? '' : 's'}`);
  return words.length === 0 ? '-' : `${words.join(', ')}, last ${age(last, at)}`;
};

export const via: Cell = ({ provenance }) => {
  if (provenance === null) return '-';
  const { system, name, namespace } = provenance;
  return name === '' ? system : `${system} ${namespace === '' ? '' : `${namespace}/`}${name}`;
};
