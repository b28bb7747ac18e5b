import type { ChangeLog } from '../../model/change-log.ts';
import { numberAt, stringAt } from '../../model/json.ts';
import type { Severity } from '../../model/severity.ts';
import { severityRank } from '../../model/severity.ts';
import type { Evidence, Signal } from '../../model/signal.ts';
import type { Workload } from '../../model/workload.ts';
import type { SilenceName } from './kinds.ts';
import { silenceId, silenceKinds } from './kinds.ts';
import { duration, isoTime } from './words.ts';

/** What is wrong with one thing, from when it began until it is over. */
export interface Trouble {
  readonly name: SilenceName;
  readonly about: Workload;
  /** When it began, milliseconds since 1970. */
  readonly since: number;
  readonly at: number;
  readonly severity: Severity;
  readonly reasons: readonly string[];
  /** Events that show it. */
  readonly evidence?: readonly Evidence[];
}

export interface Causes {
  /** Tells it when it is new, has become graver, or has lasted: after an hour, six hours, and each further day. */
  raise(trouble: Trouble): readonly Signal[];
  /** Tells that it is over, and how long it lasted; nothing where it was not there. */
  resolve(trouble: Pick<Trouble, 'name' | 'about' | 'at'>, reasons: readonly string[]): readonly Signal[];
  isOpen(trouble: Pick<Trouble, 'name' | 'about'>): boolean;
  restore(key: string, value: unknown): void;
}

interface Cause {
  readonly since: number;
  readonly told: number;
  readonly severity: Severity;
}

const hour = 3_600_000;
const reminders = [hour, 6 * hour];

export function createCauses(log: ChangeLog): Causes {
  const open = new Map<string, Cause>();
  const keep = (key: string, cause: Cause | undefined): void => {
    if (cause === undefined) open.delete(key);
    else open.set(key, cause);
    log.note(`cause ${key}`, cause);
  };
  return {
    raise: trouble => {
      const key = keyOf(trouble);
      const before = open.get(key);
      if (before !== undefined && !isDue(before, trouble)) return [];
      const since = before?.since ?? trouble.since;
      keep(key, { since, told: trouble.at, severity: trouble.severity });
      return [silenceSignal({ ...trouble, since })];
    },
    resolve: (trouble, reasons) => {
      const key = keyOf(trouble);
      const cause = open.get(key);
      if (cause === undefined) return [];
      keep(key, undefined);
      const over = `resolved: it lasted ${duration(trouble.at - cause.since)}, from ${isoTime(cause.since)}`;
      return [
        silenceSignal({
          ...trouble,
          since: cause.since,
          severity: 'informational',
          reasons: [over, ...reasons],
        }),
      ];
    },
    isOpen: trouble => open.has(keyOf(trouble)),
    restore: (key, value) => {
      const [since, told] = [numberAt(value, 'since'), numberAt(value, 'told')];
      const severity = (['critical', 'high', 'medium', 'low'] as const).find(
        level => level === stringAt(value, 'severity'),
      );
      if (since === undefined || told === undefined) return;
      open.set(key, { since, told, severity: severity ?? 'informational' });
    },
  };
}

const keyOf = ({ name, about }: Pick<Trouble, 'name' | 'about'>): string =>
  JSON.stringify([name, about.cluster, about.kind, about.namespace, about.name]);

function isDue({ since, told, severity }: Cause, trouble: Trouble): boolean {
  if (severityRank(trouble.severity) > severityRank(severity)) return true;
  const next = reminders.find(after => since + after > told) ?? told - since + 24 * hour;
  return trouble.at >= since + next;
}

/** `since` is its first evidence's time, by which findings of one cause are known to belong together. */
export function silenceSignal({ name, about, since, at, severity, reasons, evidence = [] }: Trouble): Signal {
  const place = { source: 'watch', file: about.name, line: 0, auditID: '' };
  const { title, attack } = silenceKinds[name];
  return {
    detector: { type: 'silence', id: silenceId(name), title, author: 'Watchbill' },
    severity,
    attack,
    reasons,
    evidence: [{ ...place, time: isoTime(since) }, ...evidence, { ...place, time: isoTime(at) }],
    workload: about,
    missing: [],
  };
}
