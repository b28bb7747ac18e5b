import { writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import type { CoverageReport } from '../app/coverage/coverage-report.ts';
import { exitCodes } from '../app/exit-codes.ts';
import type { Coverage, Verdict } from '../coverage/verdict.ts';
import { severityRank } from '../model/severity.ts';
import { columns } from './columns.ts';
import type { Finish } from './finish.ts';
import { problemLine } from './problems.ts';
import { collect, ruleOptions } from './rule-options.ts';
import { misused, note, print } from './streams.ts';

interface Chosen {
  readonly policy?: string;
  readonly from: readonly string[];
  readonly state?: string;
  readonly rules?: readonly string[];
  readonly pipeline?: readonly string[];
  readonly writePolicy?: string | true;
  readonly output: 'table' | 'wide' | 'json';
  readonly failOn: 'never' | 'part' | 'blind';
}

const examples = `
Verdicts:
  sees       all that it can see
  part       some requests, users or namespaces, or less of them than it could
  blind      nothing: no request that it asks about is logged as it needs it
  unproven   no event of the kind has come, so nothing is known (--from and --state)
  elsewhere  it does not ask the audit log, but nodes or proxies

Examples:
  watchbill coverage --policy /etc/kubernetes/audit-policy.yaml
  watchbill coverage --policy audit-policy.yaml -o wide          with the rules that would open the eyes of each
  watchbill coverage --from audit.log                            by what is really logged
  watchbill coverage --write-policy audit-policy.yaml            the smallest policy that the rules need

How the level that a rule needs is known: each of its own cases is tried as it would be logged at each level. Exit codes: 0, or 1 with --fail-on, or
2 where the policy is one that no API server takes or holds a mistake.`;

export function coverageCommand(finish: Finish): Command {
  return new Command('coverage')
    .summary('What each rule can see, by an audit policy or by what is really logged.')
    .description(
      'Says for every rule and detector whether it sees, sees in part or is blind, by an audit policy or by the events that really arrive, and which line of the policy would open its eyes; checks a policy for mistakes; writes the smallest policy that the rules need.',
    )
    .option('--policy <file>', 'an audit policy (audit.k8s.io/v1 Policy): judge by it, and check it')
    .addOption(
      new Option('--from <path>', 'audit logs: judge by what is in them; repeatable')
        .argParser<readonly string[]>(collect)
        .default([]),
    )
    .option('--state <folder>', 'the state folder of a watch: judge by what it saw')
    .addOption(
      new Option('--rules <pack|path>', 'rules to use instead of the shipped ones; repeatable').argParser<
        readonly string[]
      >(collect),
    )
    .addOption(ruleOptions.pipeline())
    .option('--write-policy [file]', 'write the smallest policy that the rules need')
    .addOption(
      new Option('--fail-on <verdict>', 'exit with 1 if a rule is blind, or sees in part')
        .choices(['never', 'part', 'blind'])
        .default('never'),
    )
    .addOption(
      new Option('-o, --output <format>', 'how to print').choices(['table', 'wide', 'json']).default('table'),
    )
    .addHelpText('after', examples)
    .action(async (chosen: Chosen) => finish(await coverage(chosen)));
}

async function coverage(chosen: Chosen): Promise<number> {
  const { policy, from, state, rules = ['watchbill'], pipeline = [], output } = chosen;
  const judging = [policy, state, ...from].filter(each => each !== undefined);
  if (judging.length === 0 && chosen.writePolicy === undefined)
    return misused('name what to judge by: --policy, --from or --state; or --write-policy');
  const { reportCoverage } = await import('../app/coverage/coverage-report.ts');
  const report = await reportCoverage({
    ...(policy !== undefined && { policy }),
    ...(state !== undefined && { state }),
    ...{ from, rules, pipelines: pipeline, anomaly: true, silence: true },
  });
  if (chosen.writePolicy !== undefined) writePolicy(chosen.writePolicy, report);
  if (judging.length > 0) {
    if (output === 'json') print(JSON.stringify(report.coverages, null, 2));
    else printTable(report.coverages, output === 'wide');
  }
  for (const problem of report.problems) note(problemLine(problem));
  if (judging.length > 0) note(summary(report));
  return codeOf(report, chosen.failOn);
}

function writePolicy(where: string | true, { written }: CoverageReport): void {
  if (where === true) print(written.text.trimEnd());
  else writeFileSync(where, written.text);
  for (const sentence of written.notes) note(sentence);
}

const order: readonly Verdict[] = ['blind', 'part', 'unproven', 'sees', 'elsewhere'];

function printTable(coverages: readonly Coverage[], wide: boolean): void {
  const sorted = coverages.toSorted(
    (a, b) =>
      order.indexOf(a.verdict) - order.indexOf(b.verdict) ||
      severityRank(b.severity) - severityRank(a.severity) ||
      (a.title < b.title ? -1 : 1),
  );
  const rows = sorted.map(({ verdict, severity, title, need, unseen }) => [
    verdict.toUpperCase(),
    severity,
    need.all,
    title,
    unseen[0] ?? '',
  ]);
  if (!wide) {
    print(columns([['VERDICT', 'SEVERITY', 'NEEDS', 'RULE', 'NOT SEEN'], ...rows]));
    return;
  }
  for (const { verdict, severity, title, need, unseen, opens } of sorted) {
    print(`${verdict.toUpperCase()}  ${title} (${severity}, needs ${need.all}, known by its ${need.by})`);
    for (const sentence of unseen) print(`    not seen: ${sentence}`);
    for (const line of opens) print(`    would open its eyes: ${line}`);
  }
}

function summary({ coverages, events }: CoverageReport): string {
  const counts = order.flatMap(verdict => {
    const count = coverages.filter(each => each.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${verdict}`];
  });
  const by = events === 0 ? 'by the policy' : `by ${events} events`;
  return coverages.length === 0 ? 'there was nothing to judge by' : `${counts.join(', ')}, ${by}`;
}

function codeOf({ coverages, problems }: CoverageReport, failOn: Chosen['failOn']): number {
  if (problems.some(({ severity }) => severity === 'error')) return exitCodes.usage;
  const failing = failOn === 'part' ? ['part', 'blind'] : [failOn];
  return coverages.some(({ verdict }) => failing.includes(verdict)) ? exitCodes.findings : exitCodes.clean;
}
