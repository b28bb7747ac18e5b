import type { AuditedRequest } from '../../model/activity.ts';
import { booleanAt, isObject, stringAt } from '../../model/json.ts';
import type { Life } from '../life.ts';
import { productsOf } from '../products.ts';
import type { Sightings } from '../sightings.ts';

/** Does the request delete an object so that what belongs to it goes on without it (propagationPolicy of DeleteOptions)? */
export function isOrphaning({ verb, requestObject, uri }: AuditedRequest): boolean {
  if (verb !== 'delete' && verb !== 'deletecollection') return false;
  if (/[?&](?:propagationPolicy=Orphan|orphanDependents=true)(?:&|$)/.test(uri)) return true;
  if (!isObject(requestObject)) return false;
  return (
    stringAt(requestObject, 'propagationPolicy') === 'Orphan' ||
    booleanAt(requestObject, 'orphanDependents') === true
  );
}

const most = 10;

/** What was made of it and is not known to have gone. */
export const orphansOf = (life: Life, sightings: Sightings): readonly string[] =>
  productsOf(life, sightings)
    .filter(({ life: product, confidence }) => product.deleted === undefined && confidence !== 'unknown')
    .slice(0, most)
    .map(({ life: product }) => `${product.kind} ${product.name.name}`);
