import type { FieldChange } from '../../../workloads/diff/field-change.ts';
import { changesWhatRuns } from '../../../workloads/diff/field-change.ts';
import { stateOf } from '../features/memory.ts';
import type { Observation } from '../observation.ts';
import { isNewIn } from '../observation.ts';
import type { Judgement } from './judgement.ts';
import { at, nearest } from './judgement.ts';
import type { Fact } from './weights.ts';

/** What the history of this workload says for or against a change. */
export function historyFacts(observation: Observation, judgement: Judgement): readonly Fact[] {
  const { step, kind, madeAgo } = observation;
  if (step === 'deleted' && madeAgo === undefined)
    return [{ name: 'only-stops', says: `a ${kind} was deleted, and nothing made` }];
  const harmless = harmlessFacts(observation, judgement);
  if (harmless.length > 0) return harmless;
  const [template] = judgement.of('template');
  const [state] = judgement.of('state');
  if (template === undefined || state === undefined) return [];
  if (step !== 'made' && nearest(state).seen > 0 && isOtherState(observation))
    return [{ name: 'ran-before', says: 'it is back at what it was before' }];
  if (kind === 'Job' && at(template, 1).seen > 0)
    return [{ name: 'manual-run', says: 'its template is one that runs in this namespace already' }];
  const altered: readonly Fact[] = isSaidToBeManual(observation)
    ? [{ name: 'altered-run', says: 'it is made as a run by hand, and its template is of no workload here' }]
    : [];
  return [...altered, ...imageFacts(observation, judgement)];
}

const isSaidToBeManual = ({ kind, after }: Observation): boolean =>
  kind === 'Job' && after?.annotations.get('cronjob.kubernetes.io/instantiate') === 'manual';

/** Changes by which nothing else comes to run. */
function harmlessFacts(observation: Observation, judgement: Judgement): readonly Fact[] {
  const { changes, step, subresource } = observation;
  if (subresource === 'scale') return [nothingElse];
  if (step !== 'changed' || changes.length === 0) return [];
  const weighty = changes.filter(isWeighty);
  if (weighty.length === 0) return [nothingElse];
  if (!weighty.every(({ field }) => field === 'suspended')) return [];
  if (weighty[0]?.to === 'true') return [{ name: 'only-stops', says: 'it was suspended, and nothing else' }];
  const [template] = judgement.of('template');
  const isKnown = template !== undefined && nearest(template).seen > 0;
  return isKnown ? [{ name: 'resumes-known', says: 'it was resumed with the template that it had' }] : [];
}

const nothingElse: Fact = {
  name: 'runs-nothing-else',
  says: 'neither what it runs nor its powers nor its schedule changed',
};

function imageFacts(observation: Observation, judgement: Judgement): readonly Fact[] {
  const images = judgement.of('image');
  const isChosen = observation.containers.some(step => isNewIn(step, ({ image }) => image));
  const isNewFamily = judgement.of('name').every(name => nearest(name).seen === 0);
  const known =
    isChosen && isNewFamily && images.length > 0 && images.every(image => nearest(image).seen > 0);
  return known ? [{ name: 'known-image', says: 'its image already runs in this namespace' }] : [];
}

function isOtherState({ before, after }: Observation): boolean {
  return before !== undefined && after !== undefined && stateOf(before) !== stateOf(after);
}

/** Times and traces are outside of what runs, and still no small matter. */
const weighty: ReadonlySet<string> = new Set([
  'schedule',
  'timeZone',
  'suspended',
  'successfulJobsHistoryLimit',
  'failedJobsHistoryLimit',
  'ttlSecondsAfterFinished',
  'nodeName',
  'nodeSelector',
  'tolerations',
  'parallelism',
  'completions',
  'owner',
]);

const isWeighty = (change: FieldChange): boolean => changesWhatRuns(change) || weighty.has(change.field);
