import type { Refusal, RefusalReason } from '../model/refusal.ts';
import type { Decoded, RawRecord } from '../model/seams.ts';
import { recordText } from './envelope/texts.ts';
import type { ForeignObject } from './foreign-activity.ts';
import { foreignActivity, originAt } from './foreign-activity.ts';
import type { FormatName } from './format-options.ts';

export interface ForeignMisfit {
  readonly reason: RefusalReason;
  readonly detail: string;
  /** 1-based, within the record. */
  readonly line: number;
}

/** What a record of another orchestrator's files holds. */
export interface ForeignRead {
  readonly objects: readonly ForeignObject[];
  readonly misfits: readonly ForeignMisfit[];
  /** Entries that start no container: counted, not looked at. */
  readonly passed: number;
}

export const noForeign: ForeignRead = { objects: [], misfits: [], passed: 0 };

export const misfit = (reason: RefusalReason, detail: string, line = 1): ForeignRead => ({
  ...noForeign,
  misfits: [{ reason, detail: detail.slice(0, 200), line }],
});

/** Makes activities of what `read` finds in the text of a record. */
export function decodeForeign(
  record: RawRecord,
  { format, cluster }: { readonly format: FormatName; readonly cluster: string },
  read: (text: string) => ForeignRead,
): Decoded {
  const text = recordText(record);
  const found = text.ok ? read(text.value) : misfit(text.error.reason, text.error.detail);
  const refusals = found.misfits.map(
    ({ reason, detail, line }): Refusal => ({ reason, detail, origin: originAt(record, line) }),
  );
  const activities = found.objects.map(object => foreignActivity(object, { record, format, cluster }));
  return { activities, refusals, skipped: found.passed };
}

export function joined(reads: readonly ForeignRead[]): ForeignRead {
  return {
    objects: reads.flatMap(({ objects }) => objects),
    misfits: reads.flatMap(({ misfits }) => misfits),
    passed: reads.reduce((sum, { passed }) => sum + passed, 0),
  };
}
