import type { RawRecord } from '../../model/seams.ts';
import type { ForeignRead } from '../decode-foreign.ts';
import { decodeForeign } from '../decode-foreign.ts';
import type { FormatOptions, FormatPart, Framing, Sample } from '../format-options.ts';
import { startsContainers } from '../starts-containers.ts';
import type { CronLine } from './cron-lines.ts';
import { partsOf, readCronFile } from './cron-lines.ts';

const framing: Framing = { type: 'whole-file' };

/** Cron files: /etc/crontab, /etc/cron.d, and users' own. Lines that start containers are looked at, the others counted. */
export const cronFile: FormatPart = {
  name: 'cron-file',
  recognise,
  defaultFraming: framing,
  create: options => ({ name: 'cron-file', decode: record => decode(record, options) }),
};

function decode(record: RawRecord, { cluster }: FormatOptions): ReturnType<typeof decodeForeign> {
  return decodeForeign(record, { format: 'cron-file', cluster }, text => read(text, record.file));
}

function read(text: string, file: string): ForeignRead {
  const { entries, faults } = readCronFile(text, hasUserColumn(text, file));
  const wanted = entries.filter(({ command }) => startsContainers(command));
  return {
    objects: wanted.map(entry => objectOf(entry, file)),
    misfits: faults.map(({ line }) => ({ reason: 'unknown-format', detail: 'no line of a cron file', line })),
    passed: entries.length - wanted.length,
  };
}

function objectOf(entry: CronLine, file: string): ForeignRead['objects'][number] {
  const { schedule, user, command, timeZone, line } = entry;
  const name = `${file.slice(file.lastIndexOf('/') + 1)}:${line}`;
  const content = { schedule, command, timeZone, user };
  return { group: 'cron.unix', kind: 'CronEntry', name, content, line };
}

const systemFile = /(?:^|\/)(?:etc\/(?:ana)?crontab|cron\.d\/[^/]+)$/;
const ownFile = /(?:^|\/)(?:crontabs|cron\/tabs)\/[^/]+$/;
const cronName = /(?:^|[/.])(?:crontab|cron)$/;

/** By where the file lies; else by the sixth column, if it is `root` once and never what starts a command. */
function hasUserColumn(text: string, file: string): boolean {
  if (systemFile.test(file)) return true;
  if (ownFile.test(file)) return false;
  const words = text
    .split('\n')
    .filter(line => !/^\s*(?:#|$)/.test(line))
    .map(line => partsOf(line.trim())?.rest)
    .filter(rest => rest !== undefined)
    .map(rest => /^(\S+)\s+\S/.exec(rest)?.[1] ?? '');
  return words.includes('root') && words.every(word => /^[a-z_][a-z0-9_-]{0,31}\$?$/.test(word));
}

/** Every line fits, and one is an entry: by the file's name, or with a `*` or a macro in it. */
function recognise({ lines, file }: Sample): Framing | undefined {
  const shown = lines.filter(line => !line.startsWith('#'));
  const entries = shown.map(partsOf).filter(parts => parts !== undefined);
  const settings = shown.filter(
    line => /^["']?[A-Za-z_]\w*["']?\s*=/.test(line) && partsOf(line) === undefined,
  );
  if (entries.length === 0) return undefined;
  if (systemFile.test(file) || ownFile.test(file) || cronName.test(file)) return framing;
  const fits = entries.length + settings.length === shown.length;
  const isPlain = entries.every(({ schedule, rest }) => /[*@]/.test(schedule) && /^[\w./"'[({$-]/.test(rest));
  return fits && isPlain ? framing : undefined;
}
