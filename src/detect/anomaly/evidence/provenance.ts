import { shownName } from '../caller.ts';
import type { Observation } from '../observation.ts';
import type { Judged } from '../score.ts';
import type { Judgement } from './judgement.ts';
import { at, nearest } from './judgement.ts';
import { isDelivery } from './routine.ts';
import type { Fact, FactName } from './weights.ts';
import { weights } from './weights.ts';

/**
 * Does all that can be told of a change's origin agree with the history of this identity? The account, the program, its field manager,
 * its address or the pod behind its token, its tracking labels, and the sort of change. The sort may be new where a program that delivers
 * changes all the time brings one of a sort that is delivered so, and nothing of the other evidence speaks against it.
 */
export function provenanceFacts(
  observation: Observation,
  judgement: Judgement,
  others: readonly Fact[],
): readonly Fact[] {
  if (!isOfItsOrigin(judgement) || others.some(({ name }) => contradicting.has(name))) return [];
  const { caller } = observation;
  const place = `from the same ${caller.pod === '' ? 'address' : 'pod'}`;
  const who = `${shownName(caller.name)} with ${caller.agent || 'a client without a name'}`;
  const bits = caller.actor.type === 'user' ? { bits: ofPeople } : {};
  if (caller.actor.type === 'user' && observation.step === 'hidden') return [];
  const chart = chartFacts(observation, others);
  if (judgement.of('kind-of-change').every(isOfItsHistory))
    return [
      { name: 'provenance', says: `${who} has made changes of this sort here before, ${place}`, ...bits },
      ...chart,
    ];
  if (others.some(isAgainst) || !isDelivery(observation, judgement)) return [];
  return [{ name: 'provenance', says: `${who} delivers changes here all the time, ${place}`, ...bits }];
}

/** What is not of a piece with the history here is not verified by who brings it. */
const contradicting: ReadonlySet<string> = new Set<FactName>([
  'unlike-its-series',
  'image-of-another',
  'data-of-another',
  'account-of-another',
]);

/** People do many things, from machines that others may sit at: that all agrees says less of them than of a program. */
const ofPeople = -2;

export const isAgainst = ({ name, bits }: Fact): boolean => (bits ?? weights[name].bits) > 0;

/** Each of these must be as it was; what was never counted cannot be verified. */
const mustAgree = ['agent', 'field-manager', 'tracking'] as const;

function isOfItsOrigin(judgement: Judgement): boolean {
  const [actor] = judgement.of('actor');
  if (actor === undefined || !isUsual(actor, 3) || [1, 2].every(place => at(actor, place).seen === 0))
    return false;
  if (mustAgree.some(feature => judgement.of(feature).some(one => nearest(one).seen === 0))) return false;
  const place = judgement.of('token-pod').length > 0 ? 'token-pod' : 'address';
  if (judgement.of(place).some(one => nearest(one).seen === 0)) return false;
  return !judgement.of('command-shape').some(one => nearest(one).total >= 3 && nearest(one).seen === 0);
}

/** A release of a chart, by an identity that installs charts: its hooks are removed when they are done, by design. */
function chartFacts({ caller, after, step }: Observation, others: readonly Fact[]): readonly Fact[] {
  const isHook = after?.annotations.has('helm.sh/hook') === true;
  const isReleased = isHook || after?.labels.get('app.kubernetes.io/managed-by') === 'Helm';
  const against = others.filter(fact => isAgainst(fact) && !(isHook && fact.name === 'tracks-covered'));
  if (step !== 'made' || caller.agent.toLowerCase() !== 'helm' || !isReleased || against.length > 0)
    return [];
  return [
    {
      name: 'chart',
      says: `it is ${isHook ? 'a hook' : 'part'} of a release of a chart, installed with Helm`,
    },
  ];
}

const isUsual = ({ estimate, sight }: Judged, most: number): boolean =>
  Math.min(estimate.excess, sight.most) <= most;

/** By this identity, somewhere, and more than now and then: places go from this workload to the identity at large. */
function isOfItsHistory(judged: Judged): boolean {
  const byActor = judged.sight.places.findLastIndex(({ key }) => key.includes('|by '));
  return at(judged, byActor).seen > 0 && isUsual(judged, stranger);
}

/** So many bits over the usual are no sort of change that this identity makes. */
const stranger = 6;
