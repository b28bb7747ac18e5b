import type { AuditedRequest } from '../../model/activity.ts';
import { listAt, objectAt, stringAt } from '../../model/json.ts';
import type { Effective } from './effective.ts';
import { effective } from './effective.ts';
import { queryOf } from './reading/query.ts';
import type { Chosen } from './reading/selectors.ts';
import { matchesFields, matchesLabels } from './reading/selectors.ts';

/** What is left of an object after a delete, by its name or of the collection that it is in. */
export function isDeleted(before: Effective | undefined, request: AuditedRequest): Effective | undefined {
  if (before === undefined || request.verb === 'delete') return undefined;
  const chosen = isListed(before, request) ?? isChosen(before, request);
  if (chosen === true) return undefined;
  return chosen === false
    ? before
    : effective(before.object, [...before.unknown, 'metadata.deletionTimestamp']);
}

/** The answer lists what was deleted. */
function isListed({ object }: Effective, { responseObject }: AuditedRequest): Chosen {
  if (stringAt(responseObject, 'kind')?.endsWith('List') !== true) return undefined;
  const name = stringAt(objectAt(object, 'metadata'), 'name');
  return listAt(responseObject, 'items').some(item => stringAt(objectAt(item, 'metadata'), 'name') === name);
}

function isChosen({ object, unknown }: Effective, { uri }: AuditedRequest): Chosen {
  const query = queryOf(uri);
  const byLabels = matchesLabels(object, query.get('labelSelector') ?? '');
  const byFields = matchesFields(object, query.get('fieldSelector') ?? '');
  const labelsKnown = !unknown.some(path => path === '*' || path.startsWith('metadata.labels'));
  if (byFields === false) return false;
  if ((query.get('labelSelector') ?? '') !== '' && !labelsKnown) return undefined;
  return byLabels === false ? false : byLabels && byFields;
}
