import type { Origin } from './origin.ts';

/** Why a piece of input could not be used. A closed list: each has a sentence in the summary and in the docs. */
export const refusalReasons = {
  'not-json': 'is not valid JSON',
  'not-utf8': 'holds bytes that are not UTF-8',
  'not-yaml': 'is not valid YAML',
  'cut-off': 'ends in the middle of a record',
  'too-long': 'is longer than the limit for one record',
  'too-deep': 'is nested deeper than the limit',
  'not-an-audit-event': 'is JSON, but holds no audit event that Watchbill knows',
  'not-a-node-event': 'is JSON or a log line, but holds nothing that Watchbill knows of a node or a proxy',
  'not-a-manifest': 'is YAML or JSON, but no Kubernetes object',
  'not-rendered': 'is a template, which must be rendered first',
  'unknown-format': 'is in no format that Watchbill knows',
  'unknown-version': 'is an audit event of an unknown version',
  'truncated-beyond-repair': 'was truncated by its carrier and too little of it is left',
  'expands-too-far': 'decompresses to far more than its size allows',
  'corrupt-compression': 'is damaged: decompression stopped',
  unreadable: 'could not be read',
  lost: 'was lost: it came while too much was waiting, by a protocol that cannot be told to wait',
} as const;

export type RefusalReason = keyof typeof refusalReasons;

/** Input that was refused: counted, shown in the summary, never dropped silently. */
export interface Refusal {
  readonly reason: RefusalReason;
  /** What exactly, in a few words; may quote input, so escape it before it is printed. */
  readonly detail: string;
  readonly origin: Origin;
}
