import { Command, Option } from 'commander';
import { exitCodes } from '../app/exit-codes.ts';
import { parts } from '../app/parts.ts';
import { readTime } from '../app/settings/read-time.ts';
import { loadBaseline, loadOrBegin, saveBaseline } from '../app/tuning/baseline-file.ts';
import { forgetCommand } from './baseline-forget.ts';
import { baselineDiffText, baselineText } from './baseline-text.ts';
import type { Finish } from './finish.ts';
import { collect } from './rule-options.ts';
import { misused, note, print } from './streams.ts';

const examples = `
Examples:
  watchbill baseline build usual.ndjson.gz --from /var/log/kubernetes/audit/ --until 2026-11-01
  kubectl get deployments,cronjobs -A -o yaml | watchbill baseline build usual.ndjson.gz --from -
  watchbill scan audit.log --baseline usual.ndjson.gz
  watchbill baseline show usual.ndjson.gz --feature image-registry
  watchbill baseline forget usual.ndjson.gz --since 2026-11-20 --until 2026-11-23`;

/** What was learned, in a file: made, looked at, compared, taken back. */
export function baselineCommand(finish: Finish): Command {
  return new Command('baseline')
    .summary('What was learned as usual: build, show, compare, take back.')
    .description(
      'Works on the file of `scan --baseline`: what was learned as usual, as a log of additions by day. It holds no bodies and no values of variables.',
    )
    .addHelpText('after', examples)
    .addCommand(buildCommand(finish))
    .addCommand(showCommand(finish))
    .addCommand(diffCommand(finish))
    .addCommand(forgetCommand(finish))
    .addCommand(freezeCommand(finish))
    .addCommand(exportCommand(finish));
}

interface Building {
  readonly from: readonly string[];
  readonly until?: string;
  readonly format?: string;
  readonly cluster: string;
}

function buildCommand(finish: Finish): Command {
  return new Command('build')
    .summary('Learn logs and manifests as trusted.')
    .description(
      'Learns all of the inputs as trusted and adds it to the file: audit logs, and manifests as they are deployed.',
    )
    .argument('<file>', 'the baseline; made if it is not there')
    .addOption(
      new Option('--from <path>', 'files, folders or globs, - for standard input; repeatable')
        .argParser<readonly string[]>(collect)
        .default([]),
    )
    .option('--until <time>', 'learn nothing later: RFC 3339, a date, or how long ago (90m, 2h, 7d)')
    .addOption(new Option('--format <name>', 'the format of the inputs').choices(parts.formats))
    .option('--cluster <name>', 'the name of the cluster, where the input does not say it', '')
    .action(async (file: string, chosen: Building) => finish(await build(file, chosen)));
}

async function build(file: string, { from, until, format, cluster }: Building): Promise<number> {
  if (from.length === 0) return misused('name what to learn from: --from audit.log');
  const time = readTime(until, Date.now());
  if (!time.ok) return misused(`--until: ${time.error}`);
  const known = loadOrBegin(file);
  if (!known.ok) return misused(known.error);
  if (known.value.frozen) return misused(`${file} is frozen: watchbill baseline freeze --off ${file}`);
  const { buildBaseline } = await import('../app/tuning/baseline.ts');
  const asked = { paths: from, cluster, format, until: time.value, now: Date.now(), known: known.value };
  const { baseline, activities, refused } = await buildBaseline(asked);
  saveBaseline(file, baseline);
  note(`${baseline.additions.length} additions from ${activities} events and manifests, ${refused} refused`);
  return exitCodes.clean;
}

interface Showing {
  readonly feature?: string;
  readonly text?: string;
  readonly output: 'table' | 'json';
}

function showCommand(finish: Finish): Command {
  return new Command('show')
    .summary('What was learned, by feature and context.')
    .description(
      'Prints each value that was learned, with how often, on how many days and when first and last.',
    )
    .argument('<file>', 'the baseline')
    .option('--feature <name>', 'this feature alone: actor, image-registry, ...')
    .option('--text <text>', 'contexts and values with this text alone')
    .addOption(
      new Option('-o, --output <format>', 'how to print').choices(['table', 'json']).default('table'),
    )
    .action((file: string, chosen: Showing) =>
      finish(onBaseline(file, baseline => print(baselineText(baseline, chosen)))),
    );
}

function diffCommand(finish: Finish): Command {
  return new Command('diff')
    .summary('What was learned in one and not in another.')
    .description('Compares two baselines: values that only one of them holds.')
    .argument('<before>', 'a baseline')
    .argument('<after>', 'another one')
    .action((before: string, after: string) => {
      const [a, b] = [loadBaseline(before), loadBaseline(after)];
      if (!a.ok || !b.ok) return finish(misused(a.ok ? (b.ok ? '' : b.error) : a.error));
      print(baselineDiffText(a.value, b.value));
      return finish(exitCodes.clean);
    });
}

function freezeCommand(finish: Finish): Command {
  return new Command('freeze')
    .summary('Learn nothing more into it, or again.')
    .description('A frozen baseline is compared with, and nothing is added to it.')
    .argument('<file>', 'the baseline')
    .option('--off', 'learn again', false)
    .action((file: string, { off }: { readonly off: boolean }) =>
      finish(onBaseline(file, baseline => saveBaseline(file, { ...baseline, frozen: !off }))),
    );
}

function exportCommand(finish: Finish): Command {
  return new Command('export')
    .summary('The whole baseline as JSON.')
    .description('Prints the whole baseline as one JSON value: clusters and additions by day.')
    .argument('<file>', 'the baseline')
    .action((file: string) => finish(onBaseline(file, baseline => print(JSON.stringify(baseline, null, 2)))));
}

type Loaded = Extract<ReturnType<typeof loadBaseline>, { readonly ok: true }>['value'];

function onBaseline(file: string, act: (baseline: Loaded) => void): number {
  const read = loadBaseline(file);
  if (!read.ok) return misused(read.error);
  act(read.value);
  return exitCodes.clean;
}
