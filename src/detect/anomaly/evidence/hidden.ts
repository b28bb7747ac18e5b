import { shownName } from '../caller.ts';
import type { Observation } from '../observation.ts';
import type { Judgement } from './judgement.ts';
import { widest } from './judgement.ts';
import type { Fact } from './weights.ts';

/** Of changes whose body was not logged: what they can hold, and what the header says that they are. */
export function hiddenFacts(observation: Observation, judgement: Judgement): readonly Fact[] {
  if (observation.step !== 'hidden') return [];
  return [...schedules(observation, judgement), ...saidToBe(observation), ...madeAnew(observation)];
}

function madeAnew({ deletedBy, kind, caller }: Observation): readonly Fact[] {
  if (deletedBy === undefined || caller.actor.type !== 'user') return [];
  return [
    {
      name: 'made-anew-hidden',
      says: `the ${kind} was deleted within the hour before by ${shownName(deletedBy)}, and what it runs now was not logged`,
    },
  ];
}

function schedules({ verb, kind, caller }: Observation, judgement: Judgement): readonly Fact[] {
  if (verb !== 'create' || !/cron|schedul|^DaemonSet$/i.test(kind)) return [];
  const isFirst = !builtIn.has(kind) && judgement.of('kind-of-change').some(one => widest(one).seen === 0);
  if (caller.actor.type === 'user' && isFirst)
    return [
      {
        name: 'first-of-kind-hidden',
        says: `nothing of the kind ${kind} was made here before, and what it runs was not logged`,
      },
    ];
  return [{ name: 'body-hidden', says: `what the ${kind} runs was not logged` }];
}

const builtIn: ReadonlySet<string> = new Set(['CronJob', 'DaemonSet']);

/** The subcommand of kubectl tells a restart from a change; a Job that is called after a CronJob beside it is a run of that. */
function saidToBe({ caller, kind, verb, repeats }: Observation): readonly Fact[] {
  if (caller.actor.type !== 'user') return [];
  if (caller.command === 'rollout' && verb === 'patch')
    return [
      { name: 'said-to-restart', says: 'its client says that it restarts it, or takes a release back' },
    ];
  if (kind === 'Pod' && verb === 'create' && /^(?:run|debug)$/.test(caller.command))
    return [
      {
        name: 'bare-pod',
        says: `its client says that kubectl ${caller.command} made it: a Pod that nothing brings back`,
      },
    ];
  return caller.command === 'create' && repeats !== undefined
    ? [{ name: 'said-to-repeat', says: `it is called as a run by hand of ${repeats} is` }]
    : [];
}
