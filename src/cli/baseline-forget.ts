import { Command } from 'commander';
import { exitCodes } from '../app/exit-codes.ts';
import { readTime } from '../app/settings/read-time.ts';
import { forgotten } from '../app/tuning/baseline.ts';
import { loadBaseline, saveBaseline } from '../app/tuning/baseline-file.ts';
import type { Forgetting } from '../detect/anomaly/baseline/baseline.ts';
import type { Result } from '../model/result.ts';
import { fail, succeed } from '../model/result.ts';
import type { Finish } from './finish.ts';
import { misused, note } from './streams.ts';

interface Chosen {
  readonly since?: string;
  readonly until?: string;
  readonly feature?: string;
  readonly text?: string;
  readonly by?: string;
}

export function forgetCommand(finish: Finish): Command {
  return new Command('forget')
    .summary('Take back what was learned: of a time, of somebody, of a value.')
    .description(
      'Takes additions back out of a baseline, as after an attack that was learned before it was discovered. Every option that is given must fit; times are whole days in UTC.',
    )
    .argument('<file>', 'the baseline')
    .option('--since <time>', 'from this day on')
    .option('--until <time>', 'through this day')
    .option('--feature <name>', 'this feature alone')
    .option('--text <text>', 'contexts and values with this text')
    .option('--by <user>', 'what this identity brought')
    .action((file: string, chosen: Chosen) => finish(forget(file, chosen)));
}

function forget(file: string, chosen: Chosen): number {
  const what = readChosen(chosen);
  if (!what.ok) return misused(what.error);
  if (Object.keys(what.value).length === 0)
    return misused('say what to forget: --since, --until, --feature, --text, --by');
  const read = loadBaseline(file);
  if (!read.ok) return misused(read.error);
  const { baseline, count } = forgotten(read.value, what.value);
  saveBaseline(file, baseline);
  note(`${count} of ${read.value.additions.length} additions forgotten`);
  return exitCodes.clean;
}

type Asked = Omit<Forgetting, 'actor'> & { readonly by?: string };

function readChosen({ since, until, feature, text, by }: Chosen): Result<Asked, string> {
  const [from, to] = [readTime(since, Date.now()), readTime(until, Date.now())];
  if (!from.ok) return fail(`--since: ${from.error}`);
  if (!to.ok) return fail(`--until: ${to.error}`);
  return succeed({
    ...(from.value !== undefined && { since: dayOf(from.value) }),
    ...(to.value !== undefined && { until: dayOf(to.value) }),
    ...(feature !== undefined && { feature }),
    ...(text !== undefined && { text }),
    ...(by !== undefined && { by }),
  });
}

const dayOf = (milliseconds: number): number => Math.floor(milliseconds / 86_400_000);
