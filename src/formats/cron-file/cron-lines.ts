/** A line of a cron file that says when and what. */
export interface CronLine {
  readonly schedule: string;
  /** Of system files; `""` where the file is a user's own. */
  readonly user: string;
  readonly command: string;
  readonly timeZone: string;
  /** 1-based. */
  readonly line: number;
}

export interface CronFile {
  readonly entries: readonly CronLine[];
  /** Lines that are no comment, setting or entry. */
  readonly faults: readonly { readonly line: number }[];
}

const fields = /^\s*-?((?:[^\s]+\s+){4}[^\s]+)\s+(\S.*)$/;
const one = /^(?:[*\d][\d*,/~-]*|(?:[A-Za-z]{3}|\d+)(?:[-,/](?:[A-Za-z]{3}|\d+))*)$/;
const macros =
  /^\s*(@(?:reboot|yearly|annually|monthly|weekly|daily|midnight|hourly|every_minute|every_second|\d+))\s+(\S.*)$/;
const setting = /^["']?[A-Za-z_]\w*["']?\s*=/;

/** The lines of a cron file: vixie-cron's, cronie's and their descendants. */
export function readCronFile(text: string, withUser: boolean): CronFile {
  const entries: CronLine[] = [];
  const faults: { line: number }[] = [];
  let timeZone = '';
  for (const [index, written] of text.split('\n').entries()) {
    const content = written.trim();
    if (content === '' || content.startsWith('#')) continue;
    const parts = partsOf(content);
    if (parts !== undefined) entries.push({ ...ownerOf(parts, withUser), timeZone, line: index + 1 });
    else if (setting.test(content)) timeZone = zoneOf(content) ?? timeZone;
    else faults.push({ line: index + 1 });
  }
  return { entries, faults };
}

export interface Parts {
  readonly schedule: string;
  readonly rest: string;
}

/** The schedule of a line and what follows it; undefined: it is no entry. */
export function partsOf(line: string): Parts | undefined {
  const named = macros.exec(line);
  if (named !== null) return { schedule: named[1] ?? '', rest: named[2] ?? '' };
  const [, schedule, rest = ''] = fields.exec(line) ?? [];
  if (schedule === undefined) return undefined;
  const words = schedule.split(/\s+/);
  return words.every(word => one.test(word)) ? { schedule: words.join(' '), rest } : undefined;
}

const longestZone = 200;

/** cronie: CRON_TZ decides when; TZ is for the command alone, but older crons follow it. */
function zoneOf(line: string): string | undefined {
  if (line.length > longestZone) return undefined;
  const [, value] = /^\s*["']?(?:CRON_TZ|TZ)["']?\s*=\s*["']?([^"']*?)["']?\s*$/.exec(line) ?? [];
  return value;
}

function ownerOf({ schedule, rest }: Parts, withUser: boolean): Omit<CronLine, 'timeZone' | 'line'> {
  const [, user = '', command = ''] = (withUser ? /^(\S+)\s+(\S.*)$/.exec(rest) : null) ?? [];
  return { schedule, user, command: standardInput(command === '' ? rest : command) };
}

/** cron(5): the first `%` that is not escaped begins the command's standard input, further ones are line feeds. */
function standardInput(command: string): string {
  const at = command.search(/(?<!\\)%/);
  const run = (at < 0 ? command : command.slice(0, at)).replaceAll('\\%', '%').trim();
  if (at < 0) return run;
  const input = command
    .slice(at + 1)
    .replaceAll(/(?<!\\)%/g, '\n')
    .replaceAll('\\%', '%');
  return `echo '${input.replaceAll("'", "'\\''")}' | ${run}`;
}
