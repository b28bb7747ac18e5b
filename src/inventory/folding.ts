import { isController } from '../lineage/author.ts';
import type { Life } from '../lineage/life.ts';
import type { Link } from '../lineage/link.ts';
import { makersOf } from '../workloads/kinds/kinds.ts';
import { kindOfName } from './unseen-body.ts';

/**
 * Is it no more than what its owner's controller made of the owner's template, so that the owner's row stands for it? Whoever may create
 * objects writes owners as they like, and must not get them off the bill by that: a controller of Kubernetes made it, or an account called
 * as the owner's controller usually is, of a kind that it makes.
 */
export function isFolded({ name, created }: Life, { owner }: Link): boolean {
  const kind = kindOfName(name.resource);
  if (kind === undefined || kindOfName(owner.resource) === undefined) return false;
  if (created !== undefined && isController(created.author)) return true;
  const byKubernetes = kind.owners.some(
    rule => rule.kind === owner.kind && rule.groups.includes(owner.group),
  );
  const made = makersOf(kind, owner);
  if (created === undefined) return byKubernetes || made.length > 0;
  const { user, type, impersonated } = created.author;
  if (type !== 'serviceaccount' || impersonated) return false;
  const account = user.slice(user.lastIndexOf(':') + 1);
  return made.some(({ accounts }) => accounts.includes(account));
}
