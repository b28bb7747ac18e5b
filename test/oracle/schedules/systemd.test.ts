import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { parseSchedule } from '../../../src/workloads/schedule/parse-schedule.ts';
import { nextRuns } from '../../../src/workloads/schedule/runs.ts';
import { findZone } from '../../../src/workloads/schedule/time/zone.ts';
import { createRandom } from '../random.ts';
import { generateCalendarEvents } from './generate-calendar-events.ts';

/** The same calendar events, by Watchbill and by systemd itself: the same ones taken, the same times. */

const seed = Number(process.env['ORACLE_SEED'] ?? 1);
const count = Number(process.env['ORACLE_CALENDAR_EVENTS'] ?? 600);
const runsEach = 3;
const from = new Date('2026-03-27T12:00:00Z');

const isThere = spawnSync('systemd-analyze', ['--version']).status === 0;
const skip = isThere || process.env['CI'] === 'true' ? false : 'systemd-analyze is not installed';

test(`${count} calendar events, by systemd`, { skip }, context => {
  const texts = generateCalendarEvents(createRandom(seed), count);
  const theirs = askSystemd(texts);
  const differences: string[] = [];
  let [taken, runs, twice, lost] = [0, 0, 0, 0];
  for (const text of texts) {
    const [their, our] = [theirs.get(text), answer(text)];
    if (their === 'gave up') {
      lost += 1;
      continue;
    }
    if (their !== undefined) taken += 1;
    runs += their?.length ?? 0;
    if (isShownTwice(text, [...(their ?? []), ...(our ?? [])])) twice += 1;
    else if (JSON.stringify(our) !== JSON.stringify(their))
      differences.push(`${text}\n  ${shown(our)}\n  ${shown(their)}`);
  }
  context.diagnostic(
    `${taken} taken with ${runs} times, ${count - taken - lost} refused, ${lost} given up by its search, ${twice} in an hour that comes twice`,
  );
  assert.deepEqual(differences.slice(0, 20), []);
});

/** Its search is bounded, and ends without an answer where clocks are changed in a way that it does not expect. */
type Answer = readonly number[] | 'gave up';

/** Times in Unix seconds by text; refused texts are not there. */
function askSystemd(texts: readonly string[]): ReadonlyMap<string, Answer> {
  const found = new Map<string, Answer>();
  const step = 50;
  for (let index = 0; index < texts.length; index += step)
    for (const [text, times] of asked(texts.slice(index, index + step))) found.set(text, times);
  return found;
}

function asked(texts: readonly string[]): readonly (readonly [string, Answer])[] {
  const { stdout, stderr } = spawnSync(
    'systemd-analyze',
    ['calendar', `--iterations=${runsEach}`, `--base-time=@${from.getTime() / 1_000}`, '--', ...texts],
    { encoding: 'utf8', env: { TZ: 'UTC', PATH: process.env['PATH'], SYSTEMD_COLORS: '0' } },
  );
  const lost = [...stderr.matchAll(/next elapse for '(.*)': Resource deadlock avoided/g)];
  return [
    ...stdout
      .split(/\n\n+/)
      .filter(block => block.includes('Normalized form'))
      .map(block => [textIn(block, texts), timesIn(block)] as const),
    ...lost.map(([, text = '']) => [text, 'gave up'] as const),
  ];
}

/** It says the original form only where it differs from the normal one. */
function textIn(block: string, texts: readonly string[]): string {
  const written = /Original form: (.*)/.exec(block)?.[1] ?? /Normalized form: (.*)/.exec(block)?.[1];
  return texts.find(text => text === written) ?? '';
}

function timesIn(block: string): readonly number[] {
  const lines = [
    ...block.matchAll(
      /(?:Next elapse|\(in UTC\)|Iter\. #\d+): (?:\w{3} )?(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC/g,
    ),
  ];
  return lines.map(([, time = '']) => Date.parse(`${time.replace(' ', 'T')}Z`) / 1_000);
}

function answer(text: string): readonly number[] | undefined {
  const parsed = parseSchedule(text, { dialect: 'systemd', timeZone: '' });
  return parsed.ok ? nextRuns(parsed.value, from, runsEach).map(run => run.getTime() / 1_000) : undefined;
}

/** Which of the two systemd means depends on what it computed before: mktime(3) with no word about daylight saving. */
function isShownTwice(text: string, times: readonly number[]): boolean {
  const zone = findZone(text.slice(text.lastIndexOf(' ') + 1));
  if (zone === undefined) return false;
  return times.some(time => {
    const period = zone.periodAt(time);
    const [before, after] = [zone.periodAt(period.start - 1), zone.periodAt(period.end)];
    const wall = time + period.offset;
    return wall < period.start + before.offset || wall >= period.end + after.offset;
  });
}

const shown = (times: readonly number[] | undefined): string =>
  times === undefined
    ? 'refused'
    : times.map(time => new Date(time * 1_000).toISOString()).join(' ') || 'never';
