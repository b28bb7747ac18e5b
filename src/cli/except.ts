import { Command, Option } from 'commander';
import { exitCodes } from '../app/exit-codes.ts';
import { gatherSettings } from '../app/settings/config.ts';
import { readSettings } from '../app/settings/read-settings.ts';
import type { SettingValues } from '../app/settings/settings.ts';
import { findingSettings } from '../app/settings/settings.ts';
import type { ExceptOptions, ExceptSource } from '../app/tuning/except.ts';
import type { ScopeField } from '../app/tuning/scope-fields.ts';
import { scopeFields } from '../app/tuning/scope-fields.ts';
import type { Result } from '../model/result.ts';
import { fail, succeed } from '../model/result.ts';
import type { Finish } from './finish.ts';
import { printErrors } from './problems.ts';
import { collect } from './rule-options.ts';
import { flagValues, optionsOf } from './setting-options.ts';
import { stopOnSignals } from './stopping.ts';
import { misused, note, print } from './streams.ts';

const examples = `
Examples:
  watchbill except 8780bd61 --owner data@corp.example --reason "moved to the new registry, CHG-1432" --expires 2027-02-01 --dry-run
  watchbill except 8780bd61 audit.log.gz --owner ... --reason ... --expires 2027-02-01 --scope window= --scope 'command=report *'
  watchbill except 8780bd61 --state /var/lib/watchbill --owner ... --reason ... --expires 2027-02-01

An exception is a suppression that is made from an incident: it is written into the file of --suppressions, and scan, run and manifests obey
it. Without a path the incident is one of the last scan. Its scope is as narrow as the incident's own facts: rules, cluster, namespace, kind,
name, user, repository, command, window (the hours of the schedule); --scope FIELD=PATTERN says otherwise, --scope FIELD= leaves one open.
It says what would have been hidden so far, and what somebody else could do under it.`;

interface Chosen {
  readonly owner: string;
  readonly reason: string;
  readonly expires: string;
  readonly id?: string;
  readonly scope: readonly string[];
  readonly file?: string;
  readonly state?: string;
  readonly allowWide: boolean;
  readonly dryRun: boolean;
  readonly output: 'text' | 'json';
  readonly config?: string;
}

export function exceptCommand(finish: Finish): Command {
  const command = new Command('except')
    .summary('Make an exception from an incident: as narrow as it, with owner, reason and expiry.')
    .description(
      'Makes an exception from an incident, says what it would have hidden and what an attacker could do unseen under it, and writes it into the suppressions file.',
    )
    .argument('<incident>', 'the id of an incident, or of one of its findings (4 characters of it or more)')
    .argument(
      '[path...]',
      'the logs or manifests, or what scan -o ndjson wrote; without: those of the last scan',
    )
    .requiredOption('--owner <name>', 'who answers for it')
    .requiredOption('--reason <text>', 'why it need not be seen')
    .requiredOption('--expires <time>', 'until when: a date (through its end in UTC) or an RFC 3339 time')
    .option('--id <name>', 'its name in summaries; made from the workload if absent')
    .addOption(
      new Option('--scope <field=pattern>', 'another pattern for a field, or none; repeatable')
        .argParser<readonly string[]>(collect)
        .default([]),
    )
    .option('--file <file>', 'the suppressions file; that of --suppressions or suppressions.yaml if absent')
    .option('--state <folder>', 'an incident of the watch in this state folder')
    .option('--allow-wide', 'write it though it is too wide', false)
    .option('--dry-run', 'print it, and write nothing', false)
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--config <file>', 'Configuration instead of watchbill.yaml in this folder; "" for none.')
    .addHelpText('after', examples);
  for (const option of findingSettings.flatMap(optionsOf))
    command.addOption(option.helpGroup('As for scan:'));
  return command.action(async (id: string, paths: string[], chosen: Chosen, self: Command) => {
    finish(await run({ id, paths, chosen }, self));
  });
}

interface Given {
  readonly id: string;
  readonly paths: readonly string[];
  readonly chosen: Chosen;
}

async function run({ id, paths, chosen }: Given, command: Command): Promise<number> {
  if (!/^[0-9a-f]{4,16}$/.test(id)) return misused('give the id of an incident, or its first 4 characters');
  const gathered = await gatherSettings({
    flags: flagValues(command),
    config: chosen.config,
    environment: process.env,
  });
  if (printErrors(gathered.problems)) return exitCodes.usage;
  const scope = readScope(chosen.scope);
  if (!scope.ok) return misused(scope.error);
  try {
    const source = await sourceOf(paths, chosen, gathered.values);
    if (!source.ok) return misused(source.error);
    const file = chosen.file ?? gathered.values.get('suppressions')?.at(-1) ?? 'suppressions.yaml';
    const now = Date.now();
    const { owner, reason, expires } = chosen;
    const named = chosen.id === undefined ? {} : { id: chosen.id };
    return await make(
      source.value,
      { incident: id, owner, reason, expires, ...named, scope: scope.value, now },
      { ...chosen, file },
    );
  } catch (error) {
    if (chosen.state === undefined || !(error instanceof Error)) throw error;
    note(`watchbill: ${chosen.state}: ${error.message}`);
    return exitCodes.state;
  }
}

async function make(
  source: ExceptSource,
  options: ExceptOptions,
  { file, allowWide, dryRun, output }: Chosen & { readonly file: string },
): Promise<number> {
  const { exceptionFrom } = await import('../app/tuning/except.ts');
  const { withException, writeExceptions } = await import('../app/tuning/exception-file.ts');
  const made = await exceptionFrom(source, options);
  if (!made.ok) {
    if ('error' in made) return misused(made.error);
    printErrors(made.problems);
    return exitCodes.usage;
  }
  const exception = made.value;
  const { text, problems } = withException(file, exception.suppression, rule => exception.titles[rule]);
  const refused = exception.errors.length > 0 && !allowWide;
  const written = !dryRun && !refused && problems.length === 0;
  if (written) writeExceptions(file, text);
  const { exceptionJson, exceptionText } = await import('./exception-text.ts');
  const about = { exception, file, written };
  print(output === 'json' ? exceptionJson(about) : exceptionText(about));
  if (printErrors(problems)) return exitCodes.usage;
  for (const error of exception.errors)
    note(`watchbill: ${error}${allowWide ? '' : ' (--allow-wide writes it all the same)'}`);
  return refused ? exitCodes.usage : exitCodes.clean;
}

/** A state folder, a file of what was found, logs, or what the last scan read. */
async function sourceOf(
  paths: readonly string[],
  { state }: Chosen,
  values: SettingValues,
): Promise<Result<ExceptSource, string>> {
  const { incidentsInFile, incidentsInState } = await import('../app/tuning/found-incidents.ts');
  if (state !== undefined) {
    if (paths.length > 0) return fail('name files or --state, not both');
    return succeed({ type: 'kept', found: await incidentsInState(state) });
  }
  const [first] = paths;
  if (first?.endsWith('json') === true) {
    const found = paths.length === 1 ? incidentsInFile(first) : undefined;
    if (found !== undefined) return succeed({ type: 'kept', found });
  }
  return historyOf(paths, values);
}

async function historyOf(
  paths: readonly string[],
  values: SettingValues,
): Promise<Result<ExceptSource, string>> {
  const { lastScan } = await import('../app/explain/last-scan.ts');
  const last = paths.length === 0 ? lastScan() : undefined;
  if (paths.length === 0 && last === undefined) return fail('no scan is remembered: name the inputs');
  const read = last?.paths ?? paths;
  if (read.includes('-'))
    return fail('standard input cannot be read again: save it to a file, and name that');
  const all = new Map([...(last?.values ?? []), ...values]);
  const settings = readSettings(all, Date.now());
  if (!settings.ok) return fail(settings.error);
  return succeed({ type: 'history', history: { paths: read }, values: all, stop: stopOnSignals().signal });
}

function readScope(texts: readonly string[]): Result<ReadonlyMap<ScopeField, readonly string[]>, string> {
  const scope = new Map<ScopeField, readonly string[]>();
  for (const text of texts) {
    const at = text.indexOf('=');
    const field = scopeFields.find(name => name === text.slice(0, Math.max(0, at)));
    if (field === undefined)
      return fail(`--scope: give one of ${scopeFields.join(', ')}, as in name=backup-*`);
    const pattern = text.slice(at + 1);
    scope.set(field, pattern === '' ? [] : [...(scope.get(field) ?? []), pattern]);
  }
  return succeed(scope);
}
