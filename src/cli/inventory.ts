import { Command, Option } from 'commander';
import { exitCodes } from '../app/exit-codes.ts';
import type { BillRequest } from '../app/inventory.ts';
import { parts } from '../app/parts.ts';
import type { InputReport } from '../app/read-inputs.ts';
import { readTime } from '../app/settings/read-time.ts';
import type { WatchBill } from '../model/watch-bill.ts';
import type { BillFormat } from '../printers/bill/print-bill.ts';
import type { Finish } from './finish.ts';
import { inputNotes } from './input-notes.ts';
import { inventoryDiffCommand } from './inventory-diff.ts';
import { reading, sourceProblem, stateOption } from './kept-or-files.ts';
import { collect } from './rule-options.ts';
import { misused, note, print } from './streams.ts';
import { widthOf } from './terminal.ts';

const formats = [
  'table',
  'wide',
  'json',
  'ndjson',
  'csv',
  'markdown',
] as const satisfies readonly BillFormat[];

interface Chosen {
  readonly from: readonly string[];
  readonly state?: string;
  readonly namespace?: string;
  readonly kind: readonly string[];
  readonly at?: string;
  readonly all: boolean;
  readonly deleted: boolean;
  readonly format?: string;
  readonly cluster: string;
  readonly output: BillFormat;
}

const examples = `
Examples:
  watchbill inventory --from audit.log
  watchbill inventory --from /var/log/kubernetes/audit/ -n data -o wide
  watchbill inventory --from audit.log --at 2026-11-23T04:30:00Z
  watchbill inventory --state /var/lib/watchbill
  kubectl get cronjobs,deployments,daemonsets,statefulsets -A -o yaml | watchbill inventory --from audit.log --from -
  watchbill inventory --from compose.yaml --from /etc/cron.d --from /etc/systemd/system -o json`;

export function inventoryCommand(finish: Finish): Command {
  return new Command('inventory')
    .summary('The watch bill: everything that is scheduled or keeps itself alive, and who put it there.')
    .description(
      'Draws up the watch bill from audit logs, from manifests and from the files of other orchestrators: every workload that something schedules or keeps alive, when it runs next, who wrote it, who changed it last, and with what powers it runs.',
    )
    .addOption(
      new Option('--from <path>', 'files, folders or globs, - for standard input; repeatable')
        .argParser<readonly string[]>(collect)
        .default([]),
    )
    .option(...stateOption)
    .option('-n, --namespace <name>', 'this namespace alone')
    .addOption(
      new Option('--kind <kind>', 'these kinds alone: cj, Deployment, ...; repeatable')
        .argParser<readonly string[]>(collect)
        .default([]),
    )
    .option('--at <time>', 'the bill as it was then: RFC 3339, a date, or how long ago (90m, 2h, 7d)')
    .option('--all', 'one-off Jobs, bare pods and templates, too', false)
    .option('--deleted', 'what was deleted, too', false)
    .addOption(new Option('--format <name>', 'the format of the inputs').choices(parts.formats))
    .option('--cluster <name>', 'the name of the cluster, where the input does not say it', '')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(formats).default('table'))
    .addHelpText('after', examples)
    .action(async (chosen: Chosen) => finish(await inventory(chosen)))
    .addCommand(inventoryDiffCommand(finish));
}

async function inventory(chosen: Chosen): Promise<number> {
  const problem = sourceProblem(chosen);
  if (problem !== undefined) return misused(problem);
  const now = Date.now();
  const at = readTime(chosen.at, now);
  if (!at.ok) return misused(at.error);
  const { from, state, namespace, kind, all, deleted, format, cluster } = chosen;
  const request: BillRequest = {
    paths: from,
    kinds: kind,
    at: at.value === undefined ? undefined : new Date(at.value),
    now: new Date(now),
    ...{ state, namespace, all, deleted, format, cluster },
  };
  return reading(state, () => printBill(request, chosen.output));
}

async function printBill(request: BillRequest, output: BillFormat): Promise<number> {
  const { drawBill, billText } = await import('../app/inventory.ts');
  const { bill, input } = await drawBill(request);
  for (const sentence of inputNotes(input)) note(sentence);
  const text = billText(bill, output, widthOf(process.stdout.columns, process.env));
  if (text !== '') print(text);
  for (const sentence of billNotes(bill)) note(sentence);
  return codeOf(input);
}

const reasons = {
  once: 'one-off Jobs and bare pods (--all)',
  template: 'templates (--all)',
  deleted: 'deleted (--deleted)',
} as const;

/** What the table does not say. */
function billNotes({ rows, at, leftOut, blind }: WatchBill): readonly string[] {
  const left = Object.entries(reasons).flatMap(([reason, words]) => {
    const count = leftOut[reason] ?? 0;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  const assumed = rows.some(({ schedule }) => schedule?.timeZoneAssumed === true);
  return [
    `${rows.length} ${rows.length === 1 ? 'workload' : 'workloads'} on the bill${at === null ? '' : ` as of ${at}`}${left.length === 0 ? '' : `; left out: ${left.join(', ')}`}`,
    ...(assumed
      ? ['schedules without a time zone follow the clock of their scheduler, here taken for UTC']
      : []),
    ...blind,
  ];
}

/** Input that could not be read at all outweighs the answer. */
function codeOf({ activities, refused }: InputReport): number {
  return activities === 0 && refused > 0 ? exitCodes.input : exitCodes.clean;
}
