import { hostsIn, isInside } from '../command-words.ts';
import { freshVariables, loadsCode } from '../features/kind-of-change.ts';
import type { Observation } from '../observation.ts';
import type { Judgement } from './judgement.ts';
import { nearest, widest } from './judgement.ts';
import type { Fact } from './weights.ts';

/** Facts of the situation: static pods, impersonation, bodies that were not logged, ends that move, many pods at once. */
export function situationFacts(observation: Observation, judgement: Judgement): readonly Fact[] {
  return [
    ...callerFacts(observation, judgement),
    ...elsewhere(observation, judgement),
    ...loader(observation),
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

/** Of what was there before: images of their own set such variables at will. */
function loader({ containers }: Observation): readonly Fact[] {
  const variable = containers
    .filter(({ before }) => before !== undefined)
    .flatMap(freshVariables)
    .find(({ name }) => loadsCode({ name }) && !/^(?:PATH|ENV)$/.test(name));
  return variable === undefined
    ? []
    : [{ name: 'loads-code', says: `the variable ${variable.name} decides which code is loaded` }];
}

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
