import { shownName } from '../caller.ts';
import type { Observation } from '../observation.ts';
import type { Judged } from '../score.ts';
import type { Judgement } from './judgement.ts';
import { at, nearest } from './judgement.ts';
import type { Fact } from './weights.ts';

/**
 * Does all that can be told of a change's origin agree with the history of this identity? The account, the program, its field manager,
 * its address or the pod behind its token, its tracking labels, and the sort of change.
 */
export function provenanceFacts(observation: Observation, judgement: Judgement): readonly Fact[] {
  if (!isVerified(judgement)) return [];
  const { caller } = observation;
  const says = `${shownName(caller.name)} with ${caller.agent || 'a client without a name'} has made changes of this sort here before, from the same ${caller.pod === '' ? 'address' : 'pod'}`;
  return [{ name: 'provenance', says, ...(caller.actor.type === 'user' && { bits: ofPeople }) }];
}

/** People do many things, from machines that others may sit at: that all agrees says less of them than of a program. */
const ofPeople = -2;

/** Each of these must be as it was; what was never counted cannot be verified. */
const mustAgree = ['agent', 'field-manager', 'tracking'] as const;

function isVerified(judgement: Judgement): boolean {
  const [actor] = judgement.of('actor');
  if (actor === undefined || !isUsual(actor, 3) || (nearest(actor).seen === 0 && at(actor, 1).seen === 0))
    return false;
  if (mustAgree.some(feature => judgement.of(feature).some(one => nearest(one).seen === 0))) return false;
  const place = judgement.of('token-pod').length > 0 ? 'token-pod' : 'address';
  if (judgement.of(place).some(one => nearest(one).seen === 0)) return false;
  if (judgement.of('command-shape').some(one => nearest(one).total >= 3 && nearest(one).seen === 0))
    return false;
  return judgement.of('kind-of-change').every(isOfItsHistory);
}

const isUsual = ({ estimate }: Judged, most: number): boolean => estimate.excess <= most;

/** By this identity, somewhere: places go from this workload to the identity at large. */
function isOfItsHistory(judged: Judged): boolean {
  const byActor = judged.sight.places.findLastIndex(({ key }) => key.includes('|by '));
  return at(judged, byActor).seen > 0;
}
