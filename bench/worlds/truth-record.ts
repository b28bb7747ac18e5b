import type { JsonObject } from '../../src/model/json.ts';
import type { Caller } from './identity.ts';

/** What the truth says of a request. */
export interface Mark {
  readonly label: 'benign' | 'benign-hard' | 'malicious';
  readonly scenario: string;
  readonly style?: 'loud' | 'quiet';
  readonly family?: string;
  readonly note?: string;
}

/** A line of truth.jsonl. */
export type TruthRecord = JsonObject;

interface Recorded {
  readonly id: string;
  readonly at: number;
  readonly verb: string;
  readonly caller: Caller;
  readonly mark: Mark;
  readonly object: JsonObject;
}

export function recordOf({ id, at, verb, caller, mark, object }: Recorded): TruthRecord {
  const { label, scenario, style, family, note = '' } = mark;
  const { kind = '', namespace = '', name = '' } = object;
  return {
    auditID: id,
    scenario,
    label,
    ...(style !== undefined && { style }),
    ...(family !== undefined && { family }),
    actor: caller.label,
    verb,
    kind,
    namespace,
    name,
    time: new Date(Math.floor(at)).toISOString(),
    note,
  };
}
