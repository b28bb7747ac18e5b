import type { ChainLink } from '../lineage/chain-links.ts';
import type { StartedObject, Trace, TracedActor, TracedChange } from '../lineage/trace.ts';
import { shortened, visible } from '../model/visible-text.ts';
import { columns } from './columns.ts';

const longest = 200;
const mostChanges = 20;
const mostStarted = 20;

/** A trace for people: the chain, who is behind it and why that is so, what was changed, what was started, what is not known. */
export function traceText({ target, chain, actor, author, changes, started, unknown }: Trace): string {
  const title = `${target.namespace === '' ? '' : `${target.namespace}/`}${target.kind} ${target.name}`;
  return [
    shown(title),
    '',
    ...section('Who', [...whoLines(actor), ...authorLines(actor, author)]),
    ...section('Chain', chainLines(chain)),
    ...section('Changes', changeLines(changes)),
    ...section('Started', startedLines(started)),
    ...section('Unseen', unknown.map(shown)),
  ].join('\n');
}

const shown = (text: string): string => shortened(visible(text), longest);

const labelColumns = 9;

function section(label: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return [
    ...lines.map((line, index) => `  ${(index === 0 ? label : '').padEnd(labelColumns)}${line}`.trimEnd()),
    '',
  ];
}

function whoLines(actor: TracedActor): readonly string[] {
  if (actor.user === null) return ['unknown: the log does not tell'];
  const as = actor.effectiveUser !== actor.user ? `, acting as ${actor.effectiveUser} (impersonation)` : '';
  const pod = actor.pod === null ? '' : `, with a token of pod ${actor.pod}`;
  const from = actor.sourceIPs.length === 0 ? '' : ` from ${actor.sourceIPs.join(', ')}`;
  return [
    shown(`${actor.user}${as}${pod} (${actor.confidence})`),
    shown(`${actor.request} at ${actor.time ?? 'an unknown time'}`),
    shown(`with ${actor.userAgent === '' ? 'an unnamed client' : actor.userAgent}${from}`),
    shown(`because this request ${actor.reason}`),
    ...actor.evidence.map(({ file, line, auditID }) => shown(`see ${file}:${line}, audit id ${auditID}`)),
  ];
}

function authorLines(actor: TracedActor, author: TracedActor): readonly string[] {
  if (author.user === null || author.time === actor.time) return [];
  return [
    shown(`what it runs was last changed by ${author.user} at ${author.time ?? ''}: ${author.request}`),
  ];
}

const relations = {
  target: '',
  made: 'made from ',
  claimed: 'claims to belong to ',
} as const;

function chainLines(chain: readonly ChainLink[]): readonly string[] {
  return chain.flatMap((link, depth) => {
    const { kind, name, uid, relation, confidence, evidence, created, deleted } = link;
    const indent = '  '.repeat(depth);
    const sure = relation === 'target' ? '' : ` (${confidence})`;
    const dates = [
      created && `created ${created}`,
      deleted && `deleted ${deleted}`,
      uid && `uid ${uid}`,
    ].filter(Boolean);
    return [
      shown(`${indent}${relations[relation]}${kind} ${name}${sure}`),
      ...(dates.length === 0 ? [] : [shown(`${indent}  ${dates.join(', ')}`)]),
      ...evidence.map(sentence => shown(`${indent}  ${sentence}`)),
    ];
  });
}

function changeLines(changes: readonly TracedChange[]): readonly string[] {
  const last = changes.slice(-mostChanges);
  const rows = last.map(({ time, kind, name, user, effectiveUser, what }) =>
    [
      time.slice(0, 23),
      user === effectiveUser ? user : `${user} as ${effectiveUser}`,
      `${kind} ${name}`,
      what,
    ].map(shown),
  );
  const before = changes.length - last.length;
  return [...(before > 0 ? [`${before} earlier ones, see -o json`] : []), ...rowsOf(rows)];
}

function startedLines(started: readonly StartedObject[]): readonly string[] {
  const first = started.slice(0, mostStarted);
  const rows = first.map(({ time, kind, name, confidence }) =>
    [time.slice(0, 23), `${kind} ${name}`, confidence].map(shown),
  );
  const more = started.length - first.length;
  return [...rowsOf(rows), ...(more > 0 ? [`and ${more} more, see -o json`] : [])];
}

const rowsOf = (rows: readonly (readonly string[])[]): readonly string[] =>
  rows.length === 0 ? [] : columns(rows).split('\n');
