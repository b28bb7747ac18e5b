import { objectsOf } from '../features/data.ts';
import type { Observation } from '../observation.ts';
import { isNewIn } from '../observation.ts';
import type { Judged } from '../score.ts';
import type { Judgement } from './judgement.ts';
import { nearest } from './judgement.ts';
import type { Fact } from './weights.ts';

/** An account, a Secret or an image that is another application's: only others used it, or it is named after one of them. */
export function ownershipFacts(observation: Observation, judgement: Judgement): readonly Fact[] {
  if (observation.after === undefined) return [];
  return [
    ...accountFacts(observation, judgement),
    ...dataFacts(observation, judgement),
    ...imageFacts(observation, judgement),
  ];
}

function accountFacts(observation: Observation, judgement: Judgement): readonly Fact[] {
  const account = observation.after?.serviceAccount ?? '';
  const [used] = judgement.of('account-user');
  if (account === observation.before?.serviceAccount || account === '' || account === 'default') return [];
  if (used === undefined || nearest(used).seen > 0) return [];
  const says = ownersOf(used, account, observation, judgement);
  return says === '' ? [] : [{ name: 'account-of-another', says: `the service account ${account} ${says}` }];
}

function dataFacts(observation: Observation, judgement: Judgement): readonly Fact[] {
  const { before, after } = observation;
  const known = new Set(before === undefined ? [] : objectsOf(before));
  const fresh = after === undefined ? [] : objectsOf(after).filter(object => !known.has(object));
  for (const object of fresh.filter(each => each.startsWith('Secret '))) {
    const used = judgement.of('data-user').find(({ sight }) => sight.places[0]?.words === `of ${object}`);
    if (used === undefined || nearest(used).seen > 0) continue;
    const says = ownersOf(used, object.slice('Secret '.length), observation, judgement);
    if (says !== '') return [{ name: 'data-of-another', says: `the ${object} ${says}` }];
  }
  return [];
}

/** Whose it is, if it is another's. */
function ownersOf(used: Judged, name: string, observation: Observation, judgement: Judgement): string {
  const isTheirs = observation.step !== 'made' && !isShared(name, used, observation);
  if (isTheirs && isOfAnother(used, observation)) return 'was only used by other workloads';
  const owner = namesake(name, observation, judgement);
  return owner === '' ? '' : `is called after ${owner}`;
}

/** What is called after the namespace, and after none of those who use it, is for all in it. */
const isShared = (name: string, { users = [] }: Judged, { namespace }: Observation): boolean =>
  name.startsWith(`${namespace}-`) && !users.some(user => isRelated(name, user, namespace));

/** Where it runs already, or is put in place of the workload's own. */
function imageFacts(observation: Observation, judgement: Judgement): readonly Fact[] {
  const chosen = observation.containers.filter(step =>
    isNewIn(step, ({ registry, repository }) => `${registry}/${repository}`),
  );
  const paths = new Set(chosen.map(({ after }) => `of ${after.registry}/${after.repository}`));
  const used = judgement
    .of('image-user')
    .find(one => paths.has(one.sight.places[0]?.words ?? '') && isOnlyElsewhere(one, observation));
  if (used === undefined) return [];
  const [place] = used.sight.places;
  const says = `the image ${place?.words ?? ''} was only used by ${used.users?.join(', ') ?? 'others'}`;
  return [{ name: 'image-of-another', says }];
}

function isOnlyElsewhere(judged: Judged, { namespace, family }: Observation): boolean {
  const { users = [] } = judged;
  const isOther = (user: string): boolean => {
    const [space = '', name = ''] = user.split('/');
    return space !== namespace && !isRelated(name, family, space);
  };
  return nearest(judged).seen === 0 && users.length > 0 && users.length <= few && users.every(isOther);
}

/** What more workloads share is for all. */
const few = 3;

/** Few share it, this one never did, and its name is not of their family. */
function isOfAnother(judged: Judged, { family, namespace }: Observation): boolean {
  const { users = [] } = judged;
  if (nearest(judged).total === 0 || nearest(judged).seen > 0) return false;
  return users.length > 0 && users.length <= few && !users.some(user => isRelated(user, family, namespace));
}

/** `orders-api-db` is called after `orders-api`, if that is a workload beside this one and no relative of it; `""` if there is none. */
function namesake(name: string, { family, namespace }: Observation, judgement: Judgement): string {
  const beside = judgement.of('name')[0]?.users ?? [];
  const owners = beside.filter(other => other.length > 3 && (name === other || name.startsWith(`${other}-`)));
  const owner = owners.toSorted((a, b) => b.length - a.length)[0] ?? '';
  return owner === '' || isRelated(owner, family, namespace) ? '' : owner;
}

/** `ledger` and `ledger-migrate-*`: names of one application begin alike, after the name of the namespace with which all may begin. */
export function isRelated(a: string, b: string, namespace: string): boolean {
  const [own, other] = [withoutPrefix(a, namespace), withoutPrefix(b, namespace)];
  return own === '' || other === '' || own.split('-')[0] === other.split('-')[0];
}

function withoutPrefix(name: string, namespace: string): string {
  if (name === namespace) return '';
  return name.startsWith(`${namespace}-`) ? name.slice(namespace.length + 1) : name;
}
