import { readFileSync } from 'node:fs';
import { slicesOf } from '../../coverage/decide.ts';
import { levels } from '../../coverage/level.ts';
import { lintPolicy } from '../../coverage/lint-policy.ts';
import type { Observed } from '../../coverage/observed.ts';
import { createObserved } from '../../coverage/observed.ts';
import { readPolicy } from '../../coverage/policy.ts';
import type { Coverage, LoggedOf } from '../../coverage/verdict.ts';
import { coverageOf } from '../../coverage/verdict.ts';
import type { WrittenPolicy } from '../../coverage/write-policy.ts';
import { writePolicy } from '../../coverage/write-policy.ts';
import type { Problem } from '../../detect/rules/problem.ts';
import { numberAt, stringAt } from '../../model/json.ts';
import { parts } from '../parts.ts';
import { readInputs } from '../read-inputs.ts';
import type { AskingsOptions } from './coverage.ts';
import { askingsOf } from './coverage.ts';

export interface CoverageOptions extends AskingsOptions {
  /** A file with an audit policy. */
  readonly policy?: string;
  /** Audit logs. */
  readonly from: readonly string[];
  /** The state folder of a watch. */
  readonly state?: string;
}

export interface CoverageReport {
  /** Empty where there is neither a policy nor an event to judge by. */
  readonly coverages: readonly Coverage[];
  /** Of rules, and of the policy: mistakes and advice. */
  readonly problems: readonly Problem[];
  /** How many events were looked at. */
  readonly events: number;
  readonly written: WrittenPolicy;
}

/** What each rule and detector can see by an audit policy, or by the events that really arrived; throws what the operating system says. */
export async function reportCoverage(options: CoverageOptions): Promise<CoverageReport> {
  const { askings, problems } = await askingsOf(options);
  const written = writePolicy(askings);
  if (options.policy !== undefined) {
    const judged = judgePolicy(options.policy);
    const coverages = judged.loggedOf === undefined ? [] : coveragesOf(askings, judged.loggedOf);
    return { coverages, problems: [...problems, ...judged.problems], events: 0, written };
  }
  const observed = createObserved();
  if (options.from.length > 0) await observeFiles(options.from, observed);
  if (options.state !== undefined) await observeState(options.state, observed);
  const coverages = observed.events() === 0 ? [] : coveragesOf(askings, observed.loggedOf);
  return { coverages, problems, events: observed.events(), written };
}

const coveragesOf = (askings: Parameters<typeof writePolicy>[0], loggedOf: LoggedOf): readonly Coverage[] =>
  askings.map(asking => coverageOf(asking, loggedOf));

/** Mistakes and advice; `loggedOf` is absent where an API server would not take it. */
export function judgePolicy(file: string): {
  readonly problems: readonly Problem[];
  readonly loggedOf?: LoggedOf;
} {
  const { policy, problems, report } = readPolicy(readFileSync(file, 'utf8'), file);
  if (policy === undefined) return { problems };
  lintPolicy(policy, report);
  return { problems: report.problems, loggedOf: ask => slicesOf(policy, ask) };
}

async function observeFiles(paths: readonly string[], observed: Observed): Promise<void> {
  await readInputs({ paths, cluster: '', interest: 'everything' }, observed.note);
}

/** A watch remembers at which level it sees whose writes, to notice when that is lowered. */
async function observeState(folder: string, observed: Observed): Promise<void> {
  const open = await parts.storeReaders.sqlite();
  const reader = open(folder);
  for (const { key, value } of reader.memory('silence')) {
    if (!key.startsWith('level ') || value === null) continue;
    const kept: unknown = JSON.parse(value);
    const level = levels.find(name => name === stringAt(kept, 'level'));
    const texts: unknown = JSON.parse(key.slice('level '.length));
    if (level === undefined || !Array.isArray(texts)) continue;
    const [, group = '', resource = '', subresource = '', verb = ''] = texts.map(String);
    observed.count({ verb, group, resource, subresource }, level, numberAt(kept, 'times') ?? 1);
  }
  reader.close();
}
