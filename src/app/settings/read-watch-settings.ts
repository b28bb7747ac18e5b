import type { Result } from '../../model/result.ts';
import { fail, succeed } from '../../model/result.ts';
import type { TlsFiles } from '../../sources/tls.ts';
import type { SourceRequest } from '../watch/source-request.ts';
import { readSourceRequest } from '../watch/source-request.ts';
import type { ScanSettings } from './read-settings.ts';
import { readSettings } from './read-settings.ts';
import { readDuration } from './read-time.ts';
import type { SettingValues } from './settings.ts';

/** The settings of a watch, checked. */
export interface WatchSettings
  extends Pick<
    ScanSettings,
    | 'rules'
    | 'pipelines'
    | 'suppressions'
    | 'sigma'
    | 'correlation'
    | 'cel'
    | 'anomaly'
    | 'silence'
    | 'silenceAfter'
    | 'maxRecordBytes'
  > {
  readonly state: string;
  readonly sources: readonly SourceRequest[];
  /** Milliseconds. */
  readonly keep: number;
  readonly maxStateBytes: number;
  readonly once: boolean;
  readonly reloadOnChange: boolean;
  readonly listen?: string;
  readonly listenTokenFile?: string;
  readonly listenTls?: TlsFiles;
}

/** An error is a sentence for the user. */
export function readWatchSettings(values: SettingValues): Result<WatchSettings, string> {
  const keep = readDuration(values.get('keep')?.at(-1) ?? '400d');
  const state = values.get('state')?.at(-1) ?? '';
  const shared = readSettings(values, 0);
  if (!shared.ok) return shared;
  if (state === '') return fail('name the folder where everything is kept: --state <folder>');
  if (!keep.ok || keep.value === undefined) return fail('--keep: give how long, as in 90d or 52w');
  const sources = readSources(values.get('source') ?? []);
  if (!sources.ok) return sources;
  const bytes = Number(values.get('max-state-bytes')?.at(-1) ?? 10 * 1024 ** 3);
  if (!Number.isSafeInteger(bytes) || bytes <= 0) return fail('--max-state-bytes: give a number of bytes');
  const listen = values.get('listen')?.at(-1);
  const listenTokenFile = values.get('listen-token-file')?.at(-1);
  const listenTls = readListenTls(values);
  if (!listenTls.ok) return listenTls;
  const once = values.get('once')?.at(-1) === 'true';
  return succeed({
    ...shared.value,
    state,
    sources: sources.value,
    keep: keep.value,
    silence: values.get('silence')?.at(-1) !== 'false',
    maxStateBytes: bytes,
    once,
    reloadOnChange: values.get('reload-on-change')?.at(-1) === 'true',
    ...(listen !== undefined && { listen }),
    ...(listenTokenFile !== undefined && { listenTokenFile }),
    ...(listenTls.value && { listenTls: listenTls.value }),
  });
}

function readListenTls(values: SettingValues): Result<TlsFiles | undefined, string> {
  const [certificate, key] = ['listen-cert-file', 'listen-key-file'].map(name => values.get(name)?.at(-1));
  if (certificate === undefined && key === undefined) return succeed(undefined);
  if (certificate === undefined || key === undefined)
    return fail('--listen-cert-file and --listen-key-file belong together');
  return succeed({ certificate, key });
}

function readSources(texts: readonly string[]): Result<readonly SourceRequest[], string> {
  if (texts.length === 0) return fail('name where input comes from: --source <type:target>');
  const sources: SourceRequest[] = [];
  for (const text of texts) {
    const read = readSourceRequest(text);
    if (!read.ok) return fail(`--source: ${read.error}`);
    sources.push(read.value);
  }
  return succeed(sources);
}
