import { Command, Option } from 'commander';
import { exitCodes } from '../app/exit-codes.ts';
import { parts } from '../app/parts.ts';
import { readTime } from '../app/settings/read-time.ts';
import type { StoredOptions } from '../app/watch/stored.ts';
import { severities } from '../model/severity.ts';
import type { Finish } from './finish.ts';
import { stopOnSignals } from './stopping.ts';
import { misused, note, onOutputClosed } from './streams.ts';
import { wantsColor, widthOf } from './terminal.ts';

interface Chosen {
  readonly state: string;
  readonly output: StoredOptions['format'];
  readonly follow?: boolean;
  readonly since?: string;
  readonly severity: StoredOptions['severity'];
}

export function incidentsCommand(finish: Finish): Command {
  return storedCommand('incidents', finish)
    .summary('Print the incidents that a watch has stored.')
    .description(
      'Prints the incidents in the state folder of a running or stopped watch. With --follow an incident is printed again, under the same id, whenever it has grown.',
    );
}

export function findingsCommand(finish: Finish): Command {
  return storedCommand('findings', finish)
    .summary('Print the findings that a watch has stored.')
    .description('Prints the findings in the state folder of a running or stopped watch.');
}

function storedCommand(what: StoredOptions['what'], finish: Finish): Command {
  return new Command(what)
    .addOption(
      new Option('--state <folder>', 'the state folder of the watch')
        .env('WATCHBILL_STATE')
        .makeOptionMandatory(),
    )
    .addOption(
      new Option(
        '-o, --output <format>',
        'how to print; ndjson: the objects of scan -o ndjson, without its summary',
      )
        .choices(parts.printers)
        .default(what === 'incidents' ? 'table' : 'wide'),
    )
    .option('-f, --follow', 'go on with what is stored, until interrupted; as wide or ndjson')
    .option(
      '--since <time>',
      'what happened, or was last seen, from this time on: RFC 3339, a date, or `2h`, `7d`',
    )
    .addOption(
      new Option('--severity <level>', 'from this severity on').choices(severities).default('informational'),
    )
    .action(async (chosen: Chosen) => finish(await print(what, chosen)));
}

async function print(what: StoredOptions['what'], chosen: Chosen): Promise<number> {
  const { state, output, follow = false, severity } = chosen;
  const since = readTime(chosen.since, Date.now());
  if (!since.ok) return misused(`--since: ${since.error}`);
  const isDefault = output === 'table';
  if (follow && !isDefault && output !== 'ndjson' && output !== 'wide')
    return misused(`--follow prints as wide or ndjson, not as ${output}`);
  const { printStored } = await import('../app/watch/stored.ts');
  const stopping = stopOnSignals();
  onOutputClosed(() => process.exit(exitCodes.outputClosed));
  try {
    await printStored({
      what,
      state,
      format: follow && isDefault ? 'wide' : output,
      follow,
      severity,
      ...(since.value !== undefined && { since: new Date(since.value).toISOString() }),
      color: wantsColor(process.stdout.isTTY, process.env),
      width: widthOf(process.stdout.columns, process.env),
      stop: stopping.signal,
      write: text => void process.stdout.write(text),
    });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    note(`watchbill: ${state}: ${error.message}`);
    return exitCodes.state;
  }
  return stopping.code() ?? exitCodes.clean;
}
