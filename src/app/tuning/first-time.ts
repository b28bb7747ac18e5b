import type { Activity } from '../../model/activity.ts';
import { readInputs } from '../read-inputs.ts';
import type { History } from './backtest.ts';
import { keptInput } from './kept-input.ts';

interface Asked extends History {
  readonly cluster: string;
  readonly format?: string | undefined;
}

/** When a history begins, in milliseconds since 1970: the earliest first event of its inputs; undefined where none has a time. */
export async function firstTime(asked: Asked): Promise<number | undefined> {
  if (asked.state !== undefined) return firstKept(asked.state);
  const times: number[] = [];
  for (const path of asked.paths) {
    const enough = new AbortController();
    await readInputs(
      {
        paths: [path],
        cluster: asked.cluster,
        format: asked.format,
        interest: 'everything',
        stop: enough.signal,
      },
      activity => {
        const time = timeOf(activity);
        if (time === undefined || enough.signal.aborted) return;
        times.push(time);
        enough.abort();
      },
    );
  }
  return times.length === 0 ? undefined : Math.min(...times);
}

async function firstKept(state: string): Promise<number | undefined> {
  const { source, openDecoder, close } = await keptInput(state);
  let first: number | undefined;
  const decode = openDecoder(({ activities }) => {
    for (const activity of activities) first ??= timeOf(activity);
  });
  for await (const piece of source.read(new AbortController().signal)) {
    if (!('reason' in piece)) decode(piece);
    if (first !== undefined) break;
  }
  close();
  return first;
}

function timeOf(activity: Activity): number | undefined {
  const time = activity.type === 'audit' ? Date.parse(activity.request.receivedAt) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
