import { Command, Option } from 'commander';
import { exitCodes } from '../app/exit-codes.ts';
import type { DiffFormat, DiffRequest } from '../app/inventory-diff.ts';
import { parts } from '../app/parts.ts';
import { readTime } from '../app/settings/read-time.ts';
import type { Finish } from './finish.ts';
import { inputNotes } from './input-notes.ts';
import { reading, sourceProblem, stateOption } from './kept-or-files.ts';
import { collect } from './rule-options.ts';
import { misused, note, print } from './streams.ts';

const formats = ['text', 'json', 'markdown'] as const satisfies readonly DiffFormat[];

interface Chosen {
  readonly from: readonly string[];
  readonly state?: string;
  readonly to: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly namespace?: string;
  readonly all: boolean;
  readonly format?: string;
  readonly cluster: string;
  readonly output: DiffFormat;
}

const examples = `
Examples:
  watchbill inventory diff --from audit.log --since 2026-11-23T04:37:00Z
  watchbill inventory diff --from /var/log/kubernetes/audit/ --since 12h -n payments -o json
  watchbill inventory diff --state /var/lib/watchbill --since 24h
  watchbill inventory diff --from monday.yaml --to tuesday.yaml

Signs: + added, - removed, ! deleted and made anew, ~ changed, = changed and changed back, % came and went.

Exits with 0 if nothing differs and with 1 if something does, as kubectl diff and diff do; with 2 or 3 if it cannot tell.`;

export function inventoryDiffCommand(finish: Finish): Command {
  return new Command('diff')
    .summary('What was added, removed and changed on the watch bill between two times, and by whom.')
    .description(
      'Compares the watch bill at two times of one input, or those of two inputs: what was added, removed, changed, changed back, or came and went in between, and who did it.',
    )
    .addOption(
      new Option('--from <path>', 'the input, or the earlier of two; repeatable')
        .argParser<readonly string[]>(collect)
        .default([]),
    )
    .option(...stateOption)
    .addOption(
      new Option('--to <path>', 'the later input; repeatable')
        .argParser<readonly string[]>(collect)
        .default([]),
    )
    .option('--since <time>', 'the earlier bill is of then: RFC 3339, a date, or how long ago (90m, 2h, 7d)')
    .option('--until <time>', 'the later bill is of then; of the end of the input by default')
    .option('-n, --namespace <name>', 'this namespace alone')
    .option(
      '--all',
      'one-off Jobs, bare pods and templates, and changes of labels and annotations, too',
      false,
    )
    .addOption(new Option('--format <name>', 'the format of the inputs').choices(parts.formats))
    .option('--cluster <name>', 'the name of the cluster, where the input does not say it', '')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(formats).default('text'))
    .addHelpText('after', examples)
    .action(async (chosen: Chosen) => finish(await diff(chosen)));
}

async function diff(chosen: Chosen): Promise<number> {
  const problem = sourceProblem(chosen);
  if (problem !== undefined) return misused(problem);
  const now = Date.now();
  const since = readTime(chosen.since, now);
  if (!since.ok) return misused(since.error);
  const until = readTime(chosen.until, now);
  if (!until.ok) return misused(until.error);
  if (since.value === undefined && chosen.to.length === 0)
    return misused('say since when (--since TIME), or name a second input (--to PATH)');
  if (chosen.state !== undefined && chosen.to.length > 0)
    return misused('a state folder is compared at two times (--since), not with --to');
  const { from: paths, state, to, namespace, all, format, cluster } = chosen;
  const request: DiffRequest = {
    since: dateOf(since.value),
    until: dateOf(until.value),
    ...{ paths, state, to, namespace, all, format, cluster },
  };
  return reading(state, () => printDiff(request, chosen.output));
}

async function printDiff(request: DiffRequest, output: DiffFormat): Promise<number> {
  const { drawDiff, diffAs } = await import('../app/inventory-diff.ts');
  const drawn = await drawDiff(request);
  for (const sentence of drawn.inputs.flatMap(inputNotes)) note(sentence);
  print(diffAs(drawn.diff, output));
  for (const sentence of drawn.diff.blind) note(sentence);
  if (drawn.inputs.some(({ activities, refused }) => activities === 0 && refused > 0)) return exitCodes.input;
  return drawn.diff.differences.length === 0 ? exitCodes.clean : exitCodes.findings;
}

const dateOf = (time: number | undefined): Date | undefined =>
  time === undefined ? undefined : new Date(time);
