import { createDecoder } from '../formats/decoder.ts';
import { activityOfEntry } from '../formats/journal-entry.ts';
import type { Activity } from '../model/activity.ts';
import type { Interest } from '../model/interest.ts';
import type { Refusal } from '../model/refusal.ts';
import { parts } from './parts.ts';

export interface InputOptions {
  /** Files, folders, globs, `-`. */
  readonly paths: readonly string[];
  /** Instead of them: the state folder of a watch, for what it keeps of objects. */
  readonly state?: string | undefined;
  readonly cluster: string;
  readonly format?: string | undefined;
  readonly interest: Interest | 'everything';
  readonly stop?: AbortSignal;
}

/** What reading came to. */
export interface InputReport {
  readonly activities: number;
  /** Inputs that could not be opened or decompressed, and records that could not be used. */
  readonly refusals: readonly Refusal[];
  readonly refused: number;
}

/** How many refusals are kept to be shown; all are counted. */
const kept = 100;

/** Hands every activity of the inputs to `take`, valid during the call only. Throws what the operating system or the database says of a state folder. */
export async function readInputs(
  options: InputOptions,
  take: (activity: Activity) => void,
): Promise<InputReport> {
  const { paths, state, cluster, interest, stop = new AbortController().signal } = options;
  if (state !== undefined) return readKept(state, take);
  const format = parts.formats.find(known => known === options.format);
  const refusals: Refusal[] = [];
  let activities = 0;
  let refused = 0;
  const refuse = (refusal: Refusal): void => {
    refused += 1;
    if (refusals.length < kept) refusals.push(refusal);
  };
  const decode = createDecoder({ cluster, interest, format }, decoded => {
    for (const refusal of decoded.refusals) refuse(refusal);
    activities += decoded.activities.length;
    for (const activity of decoded.activities) take(activity);
  });
  const auditFile = await parts.sources['audit-file']();
  for await (const piece of auditFile({ paths }).read(stop)) {
    if ('reason' in piece) refuse(piece);
    else decode(piece);
  }
  return { activities, refusals, refused };
}

/** What a watch keeps: the requests that objects were made by, without values of variables, whatever their cluster. */
async function readKept(state: string, take: (activity: Activity) => void): Promise<InputReport> {
  const open = await parts.storeReaders.sqlite();
  const reader = open(state);
  let activities = 0;
  try {
    for (const entry of reader.journal()) {
      const activity = activityOfEntry(entry);
      if (activity === undefined) continue;
      activities += 1;
      take(activity);
    }
  } finally {
    reader.close();
  }
  return { activities, refusals: [], refused: 0 };
}
