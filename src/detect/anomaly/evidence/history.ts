import type { FieldChange } from '../../../workloads/diff/field-change.ts';
import { changesWhatRuns } from '../../../workloads/diff/field-change.ts';
import { templateOf } from '../features/memory.ts';
import type { Observation } from '../observation.ts';
import { isNewIn } from '../observation.ts';
import type { Judged } from '../score.ts';
import type { Judgement } from './judgement.ts';
import { at, nearest } from './judgement.ts';
import type { Fact } from './weights.ts';

/** What the history of this workload and of its neighbours says for or against a change. */
export function historyFacts(observation: Observation, judgement: Judgement): readonly Fact[] {
  return [...templateFacts(observation, judgement), ...ofOthers(observation, judgement)];
}

function templateFacts(observation: Observation, judgement: Judgement): readonly Fact[] {
  const { step, kind, madeAgo } = observation;
  if (step === 'deleted' && madeAgo === undefined)
    return [{ name: 'only-stops', says: `a ${kind} was deleted, and nothing made` }];
  const harmless = harmlessFacts(observation, judgement);
  if (harmless.length > 0) return harmless;
  const [template] = judgement.of('template');
  if (template === undefined) return [];
  if (step !== 'made' && nearest(template).seen > 0 && isOtherTemplate(observation))
    return [{ name: 'ran-before', says: 'it is back at a template that it had before' }];
  if (kind === 'Job' && at(template, 1).seen > 0)
    return [{ name: 'manual-run', says: 'its template is one that runs in this namespace already' }];
  return imageFacts(observation, judgement);
}

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

function isOtherTemplate({ before, after }: Observation): boolean {
  return before !== undefined && after !== undefined && templateOf(before) !== templateOf(after);
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

/** An account, or a Secret, that only other applications used. */
function ofOthers(observation: Observation, judgement: Judgement): readonly Fact[] {
  const { after, before } = observation;
  if (after === undefined) return [];
  const facts: Fact[] = [];
  const account = judgement.of('account-user')[0];
  const isNewAccount =
    after.serviceAccount !== before?.serviceAccount && !['', 'default'].includes(after.serviceAccount);
  if (isNewAccount && account !== undefined && isOfAnother(account, observation))
    facts.push({
      name: 'account-of-another',
      says: `the service account ${after.serviceAccount} was only used by other workloads`,
    });
  const object = judgement
    .of('data-user')
    .find(one => /Secret/.test(one.sight.places[0]?.words ?? '') && isOfAnother(one, observation));
  if (
    object !== undefined &&
    judgement.of('data-object').some(({ sight }) => object.sight.places[0]?.words === `of ${sight.value}`)
  )
    facts.push({
      name: 'data-of-another',
      says: `the ${object.sight.places[0]?.words.replace(/^of /, '') ?? 'Secret'} was only used by other workloads`,
    });
  return facts;
}

/** Few share it, this one never did, and its name is not of their family. */
function isOfAnother({ estimate, users }: Judged, { family }: Observation): boolean {
  const [support] = estimate.support;
  if (support === undefined || support.total === 0 || support.seen > 0) return false;
  const known = users ?? [];
  return known.length > 0 && known.length <= 3 && !known.some(other => isRelated(other, family));
}

/** `ledger` and `ledger-migrate-*`: names of one application begin alike. */
export function isRelated(a: string, b: string): boolean {
  const [first, second] = [a.split('-')[0] ?? '', b.split('-')[0] ?? ''];
  return first.length >= 3 && first === second;
}
