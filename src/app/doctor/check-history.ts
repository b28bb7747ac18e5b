import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { SilenceName } from '../../detect/silence/kinds.ts';
import { silenceKinds } from '../../detect/silence/kinds.ts';
import { duration } from '../../detect/silence/words.ts';
import { booleanAt, numberAt } from '../../model/json.ts';
import { parts } from '../parts.ts';
import type { Check } from './check.ts';
import { messageOf, pass, warn } from './check.ts';

const stale = 15 * 60_000;

/** What a watch remembers: when each source gave last, and what is wrong and not over. */
export async function checkHistory(folder: string, now: number): Promise<readonly Check[]> {
  if (!existsSync(join(folder, 'watchbill.db'))) return [];
  try {
    const open = await parts.storeReaders.sqlite();
    const reader = open(folder);
    const entries = [...reader.memory('silence')];
    reader.close();
    return entries.flatMap(({ key, value }) =>
      value === null ? [] : checkEntry(key, JSON.parse(value), now),
    );
  } catch (error) {
    return [warn('history', messageOf(error), 'The check of the database tells more')];
  }
}

function checkEntry(key: string, value: unknown, now: number): readonly Check[] {
  const end = key.indexOf(' ');
  const about: unknown = JSON.parse(/^(stream|cause) /.test(key) ? key.slice(end + 1) : '[]');
  const texts = Array.isArray(about) ? about.map(String) : [];
  if (key.startsWith('stream ')) return [lastEvent(texts, value, now)];
  return key.startsWith('cause ') ? openCause(texts, value) : [];
}

function lastEvent([source = '', cluster = '']: readonly string[], value: unknown, now: number): Check {
  const name = `last event of ${source}${cluster === '' ? '' : ` (cluster ${cluster})`}`;
  const [heard, newest] = [numberAt(value, 'heard') ?? 0, numberAt(value, 'newest') ?? 0];
  const says = `${duration(now - heard)} ago${newest === 0 ? '' : `; its time was ${new Date(newest).toISOString()}`}`;
  if (numberAt(value, 'events') === 0)
    return warn(name, 'none has come yet', 'Look at the flags of the API server, or at what carries its log');
  const isStale =
    booleanAt(value, 'timely') === true && now - heard > Math.max(stale, 3 * (numberAt(value, 'pause') ?? 0));
  return isStale
    ? warn(name, says, 'Look whether the API server still sends, and whether the watch runs')
    : pass(name, says);
}

function openCause(
  [name = '', cluster = '', , , of = '']: readonly string[],
  value: unknown,
): readonly Check[] {
  const kind = isKind(name) ? silenceKinds[name] : undefined;
  if (kind === undefined) return [];
  const since = new Date(numberAt(value, 'since') ?? 0).toISOString();
  const where = cluster === '' ? of : `${of} in cluster ${cluster}`;
  return [warn('seen', `${kind.title}: ${where}, since ${since}, and it is not over`, kind.response[0])];
}

const isKind = (name: string): name is SilenceName => Object.hasOwn(silenceKinds, name);
