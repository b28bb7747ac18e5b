import { readFileSync } from 'node:fs';
import type { Activity, AuditActivity } from '../../model/activity.ts';
import type { Refusal } from '../../model/refusal.ts';
import type { DecoderOptions } from '../decoder.ts';
import { createDecoder } from '../decoder.ts';

/** For tests: everything that a text or a file meant, through the decoder that the product uses. */
export interface All {
  readonly activities: Activity[];
  readonly events: AuditActivity[];
  readonly refusals: Refusal[];
  skipped: number;
}

export function decodeAll(
  input: string | Buffer,
  options: Partial<DecoderOptions> & { file?: string } = {},
): All {
  const all: All = { activities: [], events: [], refusals: [], skipped: 0 };
  const { file = 'test', ...rest } = options;
  const decode = createDecoder({ cluster: '', interest: 'everything', ...rest }, decoded => {
    all.activities.push(...decoded.activities);
    all.events.push(...decoded.activities.filter(activity => activity.type === 'audit'));
    all.refusals.push(...decoded.refusals);
    all.skipped += decoded.skipped;
  });
  decode({ source: 'audit-file', file, bytes: Buffer.from(input), last: true });
  return all;
}

export function decodeExample(folder: string, name: string, options: Partial<DecoderOptions> = {}): All {
  return decodeAll(readFileSync(new URL(`../${folder}/examples/${name}`, import.meta.url)), {
    file: name,
    ...options,
  });
}

export const reasonsOf = (all: All): readonly string[] =>
  all.refusals.map(({ reason, origin }) => `${reason}@${origin.line}`);
