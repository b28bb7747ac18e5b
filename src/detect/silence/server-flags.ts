import type { AuditActivity } from '../../model/activity.ts';
import type { ChangeLog } from '../../model/change-log.ts';
import type { Json } from '../../model/json.ts';
import { isObject, listAt, objectAt, stringAt, stringsAt } from '../../model/json.ts';
import type { Signal } from '../../model/signal.ts';
import { activitySignal } from './activity-signal.ts';

/** `--audit-policy-file` and the like, by name. */
type Flags = ReadonlyMap<string, string>;

export interface ServerFlags {
  inspect(activity: AuditActivity): readonly Signal[];
  restore(key: string, value: unknown): void;
}

const backends = ['--audit-log-path', '--audit-webhook-config-file'];
const remembered = 100;

/**
 * The kubelet shows an API server that runs as a static pod as a mirror pod, with its command line: a new one tells what changed of its audit
 * flags. Where it runs otherwise, or pods are logged without bodies, nothing is told.
 */
export function createServerFlags(log: ChangeLog): ServerFlags {
  const known = new Map<string, Flags>();
  return {
    inspect: activity => {
      const { request, cluster } = activity;
      const flags = flagsIn(request.responseObject ?? request.requestObject);
      if (flags === undefined || request.outcome !== 'allowed' || request.verb !== 'create') return [];
      const key = `${cluster}\0${request.object?.name ?? ''}`;
      const before = known.get(key);
      if (before === undefined && known.size >= remembered) return [];
      known.set(key, flags);
      log.note(`flags ${key}`, [...flags]);
      return before === undefined ? [] : compared(activity, before, flags);
    },
    restore: (key, value) => {
      const pairs: readonly unknown[] = Array.isArray(value) ? value : [];
      const flags = pairs.flatMap(pair => {
        const [name, text]: readonly unknown[] = Array.isArray(pair) ? pair : [];
        return typeof name === 'string' && typeof text === 'string' ? [[name, text] as const] : [];
      });
      known.set(key, new Map(flags));
    },
  };
}

function compared(activity: AuditActivity, before: Flags, after: Flags): readonly Signal[] {
  const gone = [...before].filter(([name]) => !after.has(name));
  const lost = gone.filter(([name]) => backends.includes(name));
  const changed = [...after].filter(([name, value]) => before.get(name) !== value);
  const reasons = [
    ...gone.map(([name, value]) => `${name}=${value} is gone`),
    ...changed.map(([name, value]) => `${name} is ${value}, and was ${before.get(name) ?? 'not set'}`),
  ];
  if (reasons.length === 0) return [];
  return lost.length > 0
    ? [activitySignal('backend', 'high', { activity, reasons })]
    : [activitySignal('policy', 'medium', { activity, reasons })];
}

function flagsIn(pod: unknown): Flags | undefined {
  const metadata = isObject(pod) ? objectAt(pod, 'metadata') : undefined;
  if (stringAt(objectAt(metadata, 'annotations'), 'kubernetes.io/config.mirror') === undefined)
    return undefined;
  const words = listAt(objectAt(pod, 'spec'), 'containers').flatMap(commandOf);
  if (!words.some(word => /(^|\/)kube-apiserver$/.test(word))) return undefined;
  return new Map(
    words.flatMap(word => {
      const [, name, value = ''] = /^(--audit-[a-z-]+)(?:=(.*))?$/s.exec(word) ?? [];
      return name === undefined ? [] : [[name, value] as const];
    }),
  );
}

const commandOf = (container: Json): readonly string[] => [
  ...stringsAt(container, 'command'),
  ...stringsAt(container, 'args'),
];
