import type { Actor } from '../model/actor.ts';
import type { Action, Finding } from '../model/finding.ts';
import type { Severity } from '../model/severity.ts';
import { severities } from '../model/severity.ts';
import type { AttackReference } from '../model/signal.ts';
import { visible } from '../model/visible-text.ts';
import type { Workload } from '../model/workload.ts';

/** `data/CronJob/nightly-report`: one word, as kubectl would have it. */
export function workloadLabel({ cluster, namespace, kind, name }: Workload): string {
  const label = [cluster, namespace, kind, name].filter(part => part !== '').join('/');
  return label === '' ? '-' : visible(label);
}

/** `alice`, or `alice as admin` under impersonation. */
export function actorLabel(actor: Actor | null): string {
  if (actor === null || actor.user === '') return '-';
  return actor.effectiveUser === actor.user || actor.effectiveUser === ''
    ? visible(actor.user)
    : visible(`${actor.user} as ${actor.effectiveUser}`);
}

/** `create`, `create exec`. */
export function actionLabel({ verb, subresource }: Action): string {
  return visible(`${verb} ${subresource}`.trim()) || '-';
}

/** `2026-11-23 04:37:14`, in UTC. */
export function timeLabel(time: string | null): string {
  const at = time === null ? Number.NaN : Date.parse(time);
  return Number.isNaN(at) ? '-' : new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

/** `audit.log:12`, where the finding can be read again. */
export function placeLabel({ evidence }: Finding): string {
  const last = evidence.at(-1);
  return last === undefined ? '-' : visible(`${last.file}:${last.line}`);
}

const techniquesShown = 4;

/** The techniques of T1053 first: they are what Watchbill is about. */
export function techniquesLabel(attack: readonly AttackReference[]): string {
  const techniques = attack.map(({ technique }) => visible(technique));
  const own = techniques.filter(technique => technique.startsWith('T1053'));
  const all = [...own, ...techniques.filter(technique => !own.includes(technique))];
  const more = all.length - techniquesShown;
  return [...all.slice(0, techniquesShown), ...(more > 0 ? [`+${more}`] : [])].join(' ');
}

/** `1 finding`, `12,345 findings`. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `12,345`, in every locale. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `2 critical, 9 high`; `""` if there is none. */
export function severityCounts(counts: ReadonlyMap<Severity, number>): string {
  return severities
    .toReversed()
    .filter(severity => (counts.get(severity) ?? 0) > 0)
    .map(severity => `${grouped(counts.get(severity) ?? 0)} ${severity}`)
    .join(', ');
}
