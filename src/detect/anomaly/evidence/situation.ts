import { hostsIn, isInside } from '../command-words.ts';
import type { Observation } from '../observation.ts';
import type { Judgement } from './judgement.ts';
import { nearest, widest } from './judgement.ts';
import type { Fact } from './weights.ts';

/** Facts of the situation: static pods, impersonation, bodies that were not logged, ends that move, many pods at once. */
export function situationFacts(observation: Observation, judgement: Judgement): readonly Fact[] {
  return [
    ...callerFacts(observation, judgement),
    ...hiddenFacts(observation, judgement),
    ...elsewhere(observation, judgement),
    ...fleet(observation),
    ...removal(observation, judgement),
  ];
}

function callerFacts({ caller, step, name }: Observation, judgement: Judgement): readonly Fact[] {
  const { actor } = caller;
  const [known] = judgement.of('name');
  const isStatic =
    actor.type === 'node' &&
    !actor.impersonated &&
    step === 'made' &&
    known !== undefined &&
    widest(known).seen === 0;
  return [
    ...(isStatic
      ? [
          {
            name: 'static-pod',
            says: `a static pod ${name} appeared on a node: its file was put there outside of the API`,
          } as const,
        ]
      : []),
    ...(actor.impersonated
      ? [{ name: 'impersonation', says: `${actor.user} acts as ${actor.effectiveUser}` } as const]
      : []),
  ];
}

function hiddenFacts({ step, verb, kind, caller }: Observation, judgement: Judgement): readonly Fact[] {
  if (step !== 'hidden' || verb !== 'create' || !/cron|schedul|^DaemonSet$/i.test(kind)) return [];
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

/** A workload that was there names another host now, which is new to the cluster and outside of it. */
function elsewhere({ containers }: Observation, judgement: Judgement): readonly Fact[] {
  const fresh = judgement
    .of('host-named')
    .filter(one => widest(one).seen === 0)
    .map(({ sight }) => sight.value);
  const outside = new Set(fresh.filter(host => !isInside(host)));
  const names = (text: string): boolean => hostsIn(text).some(host => outside.has(host));
  const hasSiblings = judgement.of('command-shape').some(one => nearest(one).total >= 3);
  for (const { before, after } of containers) {
    if (before === undefined && !hasSiblings) continue;
    const variable = after.env.find(({ value }) => names(value));
    if (variable !== undefined) return [elsewhereFact(`the variable ${variable.name} points`)];
    if (after.commandLines.some(names)) return [elsewhereFact('its command points')];
  }
  return [];
}

const elsewhereFact = (what: string): Fact => ({
  name: 'points-elsewhere',
  says: `${what} to a host that was never named in this cluster`,
});

function fleet({ before, after }: Observation): readonly Fact[] {
  if (after === undefined) return [];
  const [now, then] = [sizeOf(after), before === undefined ? 1 : Math.max(1, sizeOf(before))];
  return now >= 16 && now >= then * 4
    ? [
        {
          name: 'whole-fleet',
          says: `it runs ${now} pods at once${before === undefined ? '' : `, ${then} before`}`,
        },
      ]
    : [];
}

const sizeOf = ({ parallelism, completions, replicas }: NonNullable<Observation['after']>): number =>
  Math.max(parallelism, Math.min(completions, parallelism < 0 ? 1 : parallelism), replicas);

/** Deleted by whoever made it, soon after, where that is not how things are done. */
function removal({ step, madeAgo, kind }: Observation, judgement: Judgement): readonly Fact[] {
  const [deleted] = judgement.of('deleted');
  if (step !== 'deleted' || madeAgo === undefined || deleted === undefined || nearest(deleted).seen > 0)
    return [];
  return [
    {
      name: 'created-and-removed',
      says: `the ${kind} was deleted ${minutes(madeAgo)} after it was made, by the same identity`,
    },
  ];
}

const minutes = (milliseconds: number): string => {
  const seconds = Math.round(milliseconds / 1_000);
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
};
