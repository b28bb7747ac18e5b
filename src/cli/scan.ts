import { Command, Option } from 'commander';
import { exitCodes } from '../app/exit-codes.ts';
import { gatherValues } from './configuration.ts';
import { printProblems } from './problems.ts';
import type { Finish } from './program.ts';
import { createProgress } from './progress.ts';
import type { OptionDefinition, OptionValues, ScanValues } from './scan-options.ts';
import { environmentName, readScanValues, scanOptions } from './scan-options.ts';

const examples = `
Examples:
  watchbill scan audit.log                          read a log, print its incidents
  watchbill scan /var/log/kubernetes/audit/ -f      a folder with its rotated files, and go on with what comes
  kubectl kustomize overlays/prod | watchbill scan - --fail-on high
  watchbill scan audit.log.gz -o table -o sarif=out.sarif -o ndjson=findings.ndjson
  watchbill scan audit.log --rules community --pipeline none
  aws logs filter-log-events ... | watchbill scan - --format eks

Exit codes: 0 nothing found, 1 findings, 2 wrong use, configuration or rules, 3 input that could not be read (with --strict:
or partly unusable), 130 interrupted. Data goes to standard output, everything else to standard error.`;

export function scanCommand(finish: Finish): Command {
  const command = new Command('scan')
    .description('Read audit logs or manifests and print what does not belong.')
    .argument('[path...]', 'files, folders, globs, or - for standard input; plain, gzip or zstd')
    .option('--config <file>', 'Configuration instead of watchbill.yaml in this folder; "" for none.')
    .addHelpText('after', examples);
  for (const option of scanOptions) command.addOption(flagOf(option));
  return command.action(async (paths: string[], given: Record<string, unknown>) => {
    finish(await scan(paths, given));
  });
}

/** Commander's own negation (`--no-x` sets x to false) is not wanted: an option is what its key says. */
function flagOf({ flags, says, type, key }: OptionDefinition): Option {
  const option = new Option(flags, `${says} [${environmentName(key)}]`);
  option.negate = false;
  option.attributeName = () => key;
  if (type === 'list')
    option.argParser((value: string, before: unknown) => [...(Array.isArray(before) ? before : []), value]);
  return option;
}

async function scan(paths: readonly string[], given: Readonly<Record<string, unknown>>): Promise<number> {
  const config = typeof given['config'] === 'string' ? given['config'] : undefined;
  const gathered = await gatherValues(flagValues(given), config);
  const values = gathered.ok ? readScanValues(gathered.value, Date.now()) : gathered;
  if (!values.ok) return misused(values.error);
  const inputs = paths.length === 0 && !process.stdin.isTTY ? ['-'] : paths;
  if (inputs.length === 0)
    return misused(
      'name a file, a folder, a glob, or - for standard input (watchbill scan --help says more)',
    );
  return scanInputs(inputs, values.value);
}

async function scanInputs(paths: readonly string[], values: ScanValues): Promise<number> {
  const { runScan } = await import('../app/run-scan.ts');
  const { rememberScan } = await import('../app/last-scan.ts');
  const stop = stopOnSignals();
  const progress = createProgress(values.progress && !values.quiet);
  const terminal = process.stdout.isTTY;
  const { code, problems, summary } = await runScan({
    ...values,
    paths,
    color: values.color === 'always' || (values.color === 'auto' && wantsColor(terminal)),
    width: terminal ? process.stdout.columns : 120,
    now: new Date().toISOString(),
    stop,
    progress: progress.show,
  });
  progress.clear();
  printProblems(problems, values.quiet ? 'error' : 'warning');
  if (summary === undefined) return code;
  rememberScan({
    paths,
    rules: values.rules,
    pipelines: values.pipelines,
    cluster: values.cluster,
    format: values.format,
  });
  if (!values.quiet && !values.outputs.some(({ format, file }) => format === 'table' && file === undefined)) {
    const { summarySentences } = await import('../printers/summary-sentences.ts');
    process.stderr.write(`${summarySentences(summary).join('\n')}\n`);
  }
  return code;
}

function flagValues(given: Readonly<Record<string, unknown>>): OptionValues {
  const values = new Map<string, readonly string[]>();
  for (const { key } of scanOptions) {
    const value = given[key];
    if (value !== undefined) values.set(key, Array.isArray(value) ? value.map(String) : [String(value)]);
  }
  return values;
}

/** https://no-color.org, and FORCE_COLOR as Node understands it. */
function wantsColor(terminal: boolean): boolean {
  const { NO_COLOR: no = '', FORCE_COLOR: force = '' } = process.env;
  return no === '' && (terminal || (force !== '' && force !== '0'));
}

/** The first signal ends the input and still prints the summary; the second one ends the program. */
function stopOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      controller.abort();
      process.once(signal, () => process.exit(exitCodes.interrupted));
    });
  }
  return controller.signal;
}

function misused(sentence: string): number {
  process.stderr.write(`watchbill: ${sentence}\n`);
  return exitCodes.usage;
}
