import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { parseSchedule } from '../../../src/workloads/schedule/parse-schedule.ts';
import { nextRuns } from '../../../src/workloads/schedule/runs.ts';
import { findZone } from '../../../src/workloads/schedule/time/zone.ts';
import { findGoProgram } from '../../support/go-program.ts';
import { createRandom } from '../random.ts';
import type { Question } from './generate-schedules.ts';
import { generateSchedules } from './generate-schedules.ts';

/** The same schedules, by Watchbill and by the libraries that the schedulers themselves use: the same ones taken, the same runs. */

const seed = Number(process.env['ORACLE_SEED'] ?? 1);
const count = Number(process.env['ORACLE_SCHEDULES'] ?? 6_000);

const found = findGoProgram({
  name: 'schedules',
  source: join(import.meta.dirname, 'go'),
  what: 'the libraries of the schedulers',
});
const skip = 'missing' in found && process.env['CI'] !== 'true' ? found.missing : false;

const answers = z.object({
  error: z.string(),
  runs: z.array(z.number()).nullable(),
  offsets: z.array(z.number()).nullable(),
});
type Answer = z.infer<typeof answers>;

test(`${count} schedules, by robfig/cron and hashicorp/cronexpr`, { skip }, context => {
  if ('missing' in found) throw new Error(found.missing);
  const questions = generateSchedules(createRandom(seed), count);
  const theirs = askGo(found.path, questions);
  const differences: string[] = [];
  let [refused, runs, otherClocks] = [0, 0, 0];
  for (const [index, question] of questions.entries()) {
    const [their, our] = [theirs[index], answer(question)];
    assert.ok(their !== undefined);
    if (their.error !== '') refused += 1;
    runs += their.runs?.length ?? 0;
    if (same(our, their)) continue;
    if (keepsOtherTime(question, their)) otherClocks += 1;
    else differences.push(`${JSON.stringify(question)}\n  ${show(our)}\n  ${show(their)}`);
  }
  context.diagnostic(
    `${count - refused} taken with ${runs} runs, ${refused} refused, ${otherClocks} where Go has another edition of the zone`,
  );
  assert.deepEqual(differences.slice(0, 20), [], `${differences.length} differences`);
  assert.ok(refused > count / 20 && runs > count * 2 && otherClocks < count / 50);
});

/** Zones are changed by law: Go and Node.js may hold different editions of the database, and then differ about the future. */
function keepsOtherTime({ clock, after }: Question, { runs, offsets }: Answer): boolean {
  const ours = findZone(clock);
  const moments = [after, ...(runs ?? [])];
  return moments.some((moment, index) => ours?.periodAt(moment).offset !== (offsets?.[index] ?? 0));
}

function answer({ dialect, text, zone, after, count: wanted }: Question): Answer {
  const parsed = parseSchedule(text, { dialect, timeZone: zone });
  if (!parsed.ok) return { error: parsed.error.reason, runs: null, offsets: null };
  const runs = nextRuns(parsed.value, new Date(after * 1_000), wanted);
  return { error: '', runs: runs.map(run => run.getTime() / 1_000), offsets: null };
}

function same(ours: Answer, theirs: Answer): boolean {
  if (ours.error !== '' || theirs.error !== '') return (ours.error === '') === (theirs.error === '');
  return ours.runs?.join() === theirs.runs?.join();
}

const show = ({ error, runs }: Answer): string =>
  error === ''
    ? (runs ?? [])
        .map(run =>
          Number.isFinite(run) && Math.abs(run) < 1e11 ? new Date(run * 1_000).toISOString() : run,
        )
        .join(' ')
    : error;

function askGo(program: string, questions: readonly Question[]): readonly Answer[] {
  const input = questions.map(question => JSON.stringify(question)).join('\n');
  const { status, stdout, stderr } = spawnSync(program, { input, encoding: 'utf8', maxBuffer: 1 << 30 });
  if (status !== 0) throw new Error(`the oracle failed: ${stderr.slice(-2_000)}`);
  return stdout
    .trimEnd()
    .split('\n')
    .map(line => answers.parse(JSON.parse(line)));
}
