import { setTimeout as sleep } from 'node:timers/promises';
import type { LiveSource } from '../../model/live.ts';
import type { Notice } from '../../model/notice.ts';
import { askServer } from './server-metrics.ts';
import type { SourceRequest } from './source-request.ts';

export interface WatchServersOptions {
  readonly requests: readonly SourceRequest[];
  /** In the order of the requests. */
  readonly sources: readonly LiveSource[];
  readonly now: () => number;
  readonly tell: (notice: Notice) => void;
  readonly stop: AbortSignal;
}

const every = 30_000;

/** Asks the API servers behind sources with `metrics-url` what they count, until stopped. */
export async function watchServers(options: WatchServersOptions): Promise<void> {
  const { requests, sources, now, tell, stop } = options;
  const asked = requests.flatMap(({ values }, index) => {
    const url = values.get('metrics-url');
    const source = sources[index];
    return url === undefined || source === undefined ? [] : [{ url, values, source }];
  });
  while (asked.length > 0 && !stop.aborted) {
    for (const { url, values, source } of asked) {
      const tokenFile = values.get('metrics-token-file');
      const caFile = values.get('metrics-ca-file');
      const answer = await askServer({
        url,
        ...(tokenFile !== undefined && { tokenFile }),
        ...(caFile !== undefined && { caFile }),
      });
      const about = {
        source: source.name,
        cluster: values.get('cluster') ?? '',
        url: shownUrl(url),
        at: now(),
      };
      tell({
        type: 'server',
        ...about,
        counts: answer.ok ? answer.value : undefined,
        problem: answer.ok ? '' : answer.error,
      });
    }
    await sleep(every, undefined, { signal: stop }).catch(() => undefined);
  }
}

/** A password in it is nobody's to read. */
function shownUrl(text: string): string {
  const url = URL.parse(text);
  return url === null ? '' : `${url.protocol}//${url.host}${url.pathname}`;
}
