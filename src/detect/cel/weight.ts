import type { Scope } from './expression.ts';
import { lineageSays } from './lineage-phrase.ts';
import type { Origin } from './places.ts';
import { containerOf } from './places.ts';

/** Kinds and verbs frame a rule, they do not explain it; nor do things that are absent, if anything else does. */
const framing = new Set([
  'workload.kind',
  'workload.group',
  'workload.scheduled',
  'workload.persistent',
  'workload.finite',
  'workload.kindKnown',
  'workload.derived',
  'change.verb',
  'change.outcome',
  'change.complete',
  'change.visible',
  'change.source',
]);

interface Said {
  readonly value: boolean;
  readonly operator: string;
  readonly scope: Scope;
}

/** The more it explains, the more. */
export function weightOf({ path, within }: Origin, { value, operator, scope }: Said): number {
  // What only the rest of the log tells explains most, and is told in sentences; the rest of it frames them.
  if (path.startsWith('lineage.')) return value && (lineageSays(path, scope) ?? '') !== '' ? 6 : 0;
  if (framing.has(path)) return 0;
  if (!value || operator === '_!=_') return 1;
  if (containerOf(within) !== undefined) return /commandLines|command|args|decoded/.test(path) ? 5 : 4;
  return path.startsWith('workload.') || path.startsWith('changes') ? 3 : 2;
}
