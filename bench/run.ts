/**
 * Watchbill beside its peers: the same log, the same rules, one processor, in turn, several rounds; ratios are taken within
 * a round, so that a machine whose speed drifts gives the same answer. Compares what they found, too.
 *   node bench/run.ts [--events N] [--rounds N] [--rules N]      --rules: that many synthetic rules beside SigmaHQ's 16
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, globSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Contender, Counts } from './contenders.ts';
import { cache, others, watchbill } from './contenders.ts';
import type { Measurement } from './measure.ts';
import { measure, median } from './measure.ts';

const options = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
    rules: { type: 'string', default: '0' },
  },
}).values;

const log = corpus(Number(options.events));
const rules = ruleFolder(Number(options.rules));
const contenders = [watchbill, ...others].filter(available);
const runs = new Map<Contender, Measurement[]>(contenders.map(contender => [contender, []]));

for (let round = 0; round < Number(options.rounds); round++) {
  for (const contender of contenders) runs.get(contender)?.push(await measure(contender.command(log, rules)));
}
await compareAnswers();
report();

function corpus(events: number): string {
  mkdirSync(cache, { recursive: true });
  const file = join(cache, `audit-${events}.jsonl`);
  if (!existsSync(file))
    execFileSync(process.execPath, [
      join(import.meta.dirname, 'generate/audit-log.ts'),
      String(events),
      file,
    ]);
  return file;
}

function ruleFolder(synthetic: number): string {
  const folder = join(cache, `rules-${16 + synthetic}`);
  if (existsSync(folder)) return folder;
  execFileSync(process.execPath, [join(import.meta.dirname, 'generate/rules.ts'), String(synthetic), folder]);
  const community = join(
    import.meta.dirname,
    '../rules/community/sigmahq/rules/application/kubernetes/audit',
  );
  for (const file of globSync('kubernetes_audit_*.yml', { cwd: community }))
    copyFileSync(join(community, file), join(folder, file));
  return folder;
}

function available(contender: Contender): boolean {
  try {
    contender.prepare();
    return true;
  } catch (error) {
    console.log(
      `left out: ${contender.name}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
    );
    return false;
  }
}

async function compareAnswers(): Promise<void> {
  const ours = await watchbill.matches('');
  for (const contender of contenders) {
    const theirs = await contender.matches(runs.get(contender)?.at(-1)?.output ?? '');
    if (theirs === undefined || ours === undefined || contender === watchbill) continue;
    const same = sorted(ours) === sorted(theirs);
    console.log(
      `${contender.name}: ${same ? 'the same answers' : `other answers: ours ${sorted(ours)}, theirs ${sorted(theirs)}`}`,
    );
    if (!same) process.exitCode = 1;
  }
}

function sorted(counts: Counts): string {
  return JSON.stringify([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function report(): void {
  const ours = runs.get(watchbill) ?? [];
  console.log(
    `\n${options.events} events, ${16 + Number(options.rules)} rules, one processor, median of ${options.rounds} rounds\n`,
  );
  console.log(
    '| | seconds | events/s | watchbill is (min to max) | by processor time | peak MiB |\n|---|---|---|---|---|---|',
  );
  for (const [contender, measured] of runs) {
    const seconds = median(measured.map(run => run.seconds));
    const row = [
      contender.name,
      seconds.toFixed(2),
      String(Math.round(Number(options.events) / seconds)),
      contender === watchbill ? '' : ratios(measured, ours, 'seconds'),
      contender === watchbill ? '' : ratios(measured, ours, 'processorSeconds'),
      median(measured.map(run => run.peak)).toFixed(0),
    ];
    console.log(`| ${row.join(' | ')} |`);
  }
}

/** Within the rounds: the median, the least and the most. */
function ratios(
  theirs: readonly Measurement[],
  ours: readonly Measurement[],
  by: 'seconds' | 'processorSeconds',
): string {
  const all = theirs.map((run, round) => run[by] / (ours[round]?.[by] ?? Number.NaN));
  return `${median(all).toFixed(2)} x (${Math.min(...all).toFixed(2)} to ${Math.max(...all).toFixed(2)})`;
}
