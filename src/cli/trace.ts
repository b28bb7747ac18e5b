import { Command, Option } from 'commander';
import { exitCodes } from '../app/exit-codes.ts';
import { parts } from '../app/parts.ts';
import type { InputReport } from '../app/read-inputs.ts';
import type { TraceOptions } from '../app/trace.ts';
import type { Finish } from './finish.ts';
import { inputNotes } from './input-notes.ts';
import { reading, sourceProblem, stateOption } from './kept-or-files.ts';
import { collect } from './rule-options.ts';
import { misused, note, print } from './streams.ts';
import { traceText } from './trace-text.ts';

interface Chosen {
  readonly from: readonly string[];
  readonly state?: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly format?: string;
  readonly cluster: string;
  readonly output: string;
}

const examples = `
Examples:
  watchbill trace pod/nightly-report-29923500-x2x9z -n data --from audit.log
  watchbill trace cronjob/nightly-report -n data --from /var/log/kubernetes/audit/ -o json
  watchbill trace pod/nightly-report-29923500-x2x9z -n data --state /var/lib/watchbill
  zcat audit.log.gz | watchbill trace deploy/storefront -n web --from -

Exits with 1 if no such object is in the log.`;

export function traceCommand(finish: Finish): Command {
  return new Command('trace')
    .summary('Say who is behind a container, pod, job or any workload, and what it started.')
    .description(
      'Follows an object of the audit log back to whoever wrote its template, and on to everything that it started. Each link says how sure it is: certain, probable or unknown.',
    )
    .argument('<kind/name>', 'pod/NAME, cj/NAME, deployment/NAME, cronworkflows.argoproj.io/NAME, ...')
    .option('-n, --namespace <name>', 'the namespace; needed where several have an object of this name')
    .addOption(
      new Option('--from <path>', 'files, folders or globs of audit logs, - for standard input; repeatable')
        .argParser<readonly string[]>(collect)
        .default([]),
    )
    .option(...stateOption)
    .option('--uid <uid>', 'which one, if several of this name have been; the latest otherwise')
    .addOption(new Option('--format <name>', 'the format of the inputs').choices(parts.formats))
    .option('--cluster <name>', 'the name of the cluster, where the input does not say it', '')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText('after', examples)
    .action(async (target: string, chosen: Chosen) => finish(await trace(target, chosen)));
}

async function trace(target: string, chosen: Chosen): Promise<number> {
  const [kind = '', name = '', ...rest] = target.split('/');
  if (kind === '' || name === '' || rest.length > 0)
    return misused(`"${target}" is not KIND/NAME, such as pod/web-7d4b9 or cronjob/backup`);
  const problem = sourceProblem(chosen);
  if (problem !== undefined) return misused(problem);
  const { from, state, namespace, uid, format, cluster } = chosen;
  const options = { kind, name, namespace, uid, format, cluster, state, paths: from };
  return reading(state, () => printTrace(options, chosen.output));
}

async function printTrace(options: TraceOptions, output: string): Promise<number> {
  const { traceObject } = await import('../app/trace.ts');
  const traced = await traceObject(options);
  const { input } = traced.ok ? traced.value : traced.error;
  for (const sentence of inputNotes(input)) note(sentence);
  if (!traced.ok) {
    misused(traced.error.sentence);
    return traced.error.reason === 'ambiguous' ? exitCodes.usage : codeOf(input, exitCodes.findings);
  }
  print(output === 'json' ? JSON.stringify(traced.value.trace, null, 2) : traceText(traced.value.trace));
  return codeOf(input, exitCodes.clean);
}

/** Input that could not be read at all outweighs the answer. */
function codeOf({ activities, refused }: InputReport, code: number): number {
  return activities === 0 && refused > 0 ? exitCodes.input : code;
}
