import type { Activity } from '../../model/activity.ts';
import { activityEvidence } from '../../model/activity-evidence.ts';
import type { NodeActivity, ObserverAlert } from '../../model/node-activity.ts';
import type { Evidence, Signal } from '../../model/signal.ts';
import type { Workload } from '../../model/workload.ts';
import { attackReferences } from '../sigma/attack-tags.ts';
import type { NodeRuleName } from './node-rules.ts';
import { nodeRules } from './node-rules.ts';

export interface Told {
  readonly rule: NodeRuleName;
  /** It stays valid: it is of a node, or a copy. */
  readonly activity: Activity;
  readonly reasons: readonly string[];
  /** What else led to it. */
  readonly evidence?: readonly Evidence[];
  readonly workload?: Workload;
}

export function nodeSignal({ rule, activity, reasons, evidence = [], workload }: Told): Signal {
  const { id, title, level, tags } = nodeRules[rule];
  const own = activityEvidence(activity);
  const before = evidence.filter(
    ({ file, line, source }) => file !== own.file || line !== own.line || source !== own.source,
  );
  return {
    detector: { type: 'node', id, title },
    severity: level,
    attack: attackReferences(tags),
    reasons,
    evidence: [...before, own],
    ...(workload && { workload }),
    activity,
    missing: [],
  };
}

/** What an agent calls suspicious is told under its own name. */
export function observerSignal(activity: NodeActivity, alert: ObserverAlert): Signal {
  const { format } = activity;
  const process = 'process' in activity ? activity.process?.commandLine : undefined;
  const path = activity.type === 'file' ? activity.path : undefined;
  const what = [process, path].filter(text => text !== undefined && text !== '');
  return {
    detector: { type: 'node', id: `${format}:${alert.title}`, title: `${format}: ${alert.title}` },
    severity: alert.severity,
    attack: alert.techniques.map(technique => ({ technique, tactics: [] })),
    reasons: [what.length === 0 ? `${format} says so` : `${format} says so of ${what.join(', ')}`],
    evidence: [activityEvidence(activity)],
    activity,
    missing: [],
  };
}
