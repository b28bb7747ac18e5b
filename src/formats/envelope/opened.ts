import type { Json, JsonObject } from '../../model/json.ts';
import type { Misfit } from '../kubernetes-audit/audit-events.ts';

/** Something that an envelope carries and that should be an audit event. */
export interface Carried {
  /** The event's JSON text, or the event. */
  readonly content: string | JsonObject;
  /** The cluster, where the envelope names it. */
  readonly cluster?: string;
  /** When the carrier saw it, RFC 3339: stands in where a truncated event has lost its own times. */
  readonly time?: string;
}

/** What was in an envelope. */
export interface Opened {
  readonly carried: readonly Carried[];
  /** Records of other logs, and probes: not audit, no fault of the input. They count as skipped. */
  readonly passed: number;
  readonly misfits: readonly Misfit[];
}

export const nothing: Opened = { carried: [], passed: 0, misfits: [] };

export const carrying = (...carried: readonly Carried[]): Opened => ({ ...nothing, carried });

export const passing = (passed: number): Opened => ({ ...nothing, passed });

export const misfitting = (...misfits: readonly Misfit[]): Opened => ({ ...nothing, misfits });

export function together(opened: readonly Opened[]): Opened {
  return {
    carried: opened.flatMap(one => one.carried),
    passed: opened.reduce((sum, one) => sum + one.passed, 0),
    misfits: opened.flatMap(one => one.misfits),
  };
}

export function notAnEvent(detail: string): Opened {
  return misfitting({ reason: 'not-an-audit-event', detail });
}

/** The names of a value's fields, to say what was there instead. */
export function describe(value: Json): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value !== 'object' || value === null) return `a ${value === null ? 'null' : typeof value}`;
  return `an object with ${Object.keys(value).slice(0, 5).join(', ').slice(0, 80) || 'no fields'}`;
}
