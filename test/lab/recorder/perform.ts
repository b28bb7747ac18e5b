import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../effective/random.ts';
import { createRandom } from '../effective/random.ts';
import { play, touches } from './play.ts';
import { stepsOf } from './routines.ts';
import type { Stage } from './stage.ts';
import { keyOf } from './stage.ts';
import type { Act } from './truth.ts';
import type { Routine, Scenario, Step } from './world.ts';

export interface Performance {
  readonly acts: readonly Act[];
  /** When the benign work before the first scenario ended. */
  readonly learnUntil: string;
  /** Scenarios that did not go as their world says. */
  readonly failed: readonly string[];
}

/** Plays a world: its routines all the time, its scenarios one after the other when the time of learning is over. */
export async function perform(stage: Stage, say: (text: string) => void): Promise<Performance> {
  const acts: Act[] = [];
  const failed: string[] = [];
  const oneAtATime = createQueue();
  const random = createRandom(stage.world.seed);
  const end = new AbortController();
  const act = (step: Step, of: Omit<Act, 'trace' | 'actor' | 'note'>, note = ''): Promise<void> =>
    oneAtATime(async () => {
      const trace = await play(stage, step);
      acts.push({ ...of, actor: actorOf(stage, step), note: step.note ?? note, trace });
    });
  const working = work({ stage, random, signal: end.signal, act, say });
  await sleep(stage.world.learn * 1000);
  const learnUntil = new Date().toISOString();
  say(`learning until ${learnUntil}`);
  for (const scenario of stage.world.scenarios) {
    say(scenario.id);
    await playScenario(stage, scenario, act).catch((error: unknown) => {
      failed.push(scenario.id);
      say(`FAILED ${scenario.id}: ${String(error)}`);
    });
    await sleep(stage.world.pause * 1000);
  }
  await sleep(stage.world.tail * 1000);
  end.abort();
  await working;
  return { acts, learnUntil, failed };
}

type Doing = (step: Step, of: Omit<Act, 'trace' | 'actor' | 'note'>, note?: string) => Promise<void>;

async function playScenario(
  stage: Stage,
  { id, label, style, note, steps }: Scenario,
  act: Doing,
): Promise<void> {
  for (const step of steps) {
    if (step.wait !== undefined) await sleep(step.wait * 1000);
    if (label === 'malicious') for (const key of touches(stage, step)) stage.touched.add(key);
    await act(step, { scenario: id, label, style }, note);
    if (label !== 'malicious') adopt(stage, step);
  }
}

/** What came honestly and stays is, from then on, one of the world's objects. */
function adopt(stage: Stage, { apply, create }: Step): void {
  for (const subject of [apply, create])
    if (
      subject !== undefined &&
      !('of' in subject) &&
      staying.has(subject.kind) &&
      subject.name !== undefined
    )
      stage.objects.set(keyOf(subject), subject);
}

const staying = new Set(['CronJob', 'Deployment', 'DaemonSet', 'StatefulSet']);

interface Work {
  readonly stage: Stage;
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly act: Doing;
  readonly say: (text: string) => void;
}

async function work({ stage, random, signal, act, say }: Work): Promise<void> {
  const plans = stage.world.routines.map(routine => ({
    routine,
    turn: 0,
    at: performance.now() + soon(routine, random),
  }));
  while (!signal.aborted) {
    const [due] = plans.toSorted((one, other) => one.at - other.at);
    if (due === undefined) return;
    await sleep(Math.max(0, due.at - performance.now()), undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    due.turn += 1;
    due.at = performance.now() + soon(due.routine, random);
    try {
      for (const step of stepsOf(stage, due.routine, random, due.turn))
        await act(step, { scenario: due.routine.name, label: 'benign' });
    } catch (error) {
      // As in life: a conflict, or an object that somebody has just deleted.
      say(`${due.routine.name}: ${String(error)}`);
    }
  }
}

const soon = ({ every }: Routine, random: Random): number => every * (600 + random.below(800));

/** As the ground truth calls them: people and machines by their short names, service accounts in full. */
function actorOf({ world }: Stage, { as }: Step): string {
  const account = world.identities[as]?.account;
  return account === undefined ? as : `sa:${account.replace('/', ':')}`;
}

/** Runs what it is given in order, one at a time; a failure is the caller's alone. */
function createQueue(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return task => {
    const result = last.then(task);
    last = result.catch(() => {});
    return result;
  };
}
