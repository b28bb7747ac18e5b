import type { AuditedRequest } from '../../model/activity.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, isObject, objectAt, stringAt } from '../../model/json.ts';
import type { Life } from '../life.ts';
import type { OwnerReference, Sighting } from '../sighting.ts';
import type { LineageFacts } from './lineage-facts.ts';

type OwnerChange = Pick<LineageFacts, 'ownerChange' | 'ownerBefore'>;

const none: OwnerChange = { ownerChange: 'none', ownerBefore: '' };

/** What a change did to the owner of an object that was there. */
export function ownerChange(
  sighting: Sighting,
  request: AuditedRequest,
  life: Life | undefined,
): OwnerChange {
  if (sighting.verb !== 'change' || life === undefined) return none;
  const asked = askedOf(request);
  if (asked === 'nothing') return none;
  const before = ownerBefore(life, sighting);
  const ownerBeforeWords = before === undefined || before === 'none' ? '' : `${before.kind} ${before.name}`;
  const after = afterOf(sighting, asked);
  return { ownerChange: changeOf(before, after), ownerBefore: ownerBeforeWords };
}

/** `whole`: everything was sent, owners included. */
type Asked = 'nothing' | 'none' | 'some' | 'whole';

function askedOf({ requestObject, verb }: AuditedRequest): Asked {
  if (requestObject === undefined) return 'nothing';
  if (!isObject(requestObject)) return askedByOperations(requestObject);
  if (verb !== 'patch') return 'whole';
  const metadata = objectAt(requestObject, 'metadata');
  const owners = fieldOf(metadata, 'ownerReferences');
  if (owners === undefined) return 'nothing';
  return Array.isArray(owners) && owners.some(owner => fieldOf(owner, '$patch') !== 'delete')
    ? 'some'
    : 'none';
}

function askedByOperations(operations: readonly JsonObject[]): Asked {
  const about = operations.filter(
    operation =>
      /^\/metadata\/ownerReferences(?:\/|$)/.test(stringAt(operation, 'path') ?? '') &&
      stringAt(operation, 'op') !== 'test',
  );
  const last = about.at(-1);
  if (last === undefined) return 'nothing';
  const value: Json | undefined = fieldOf(last, 'value');
  const isEmpty =
    stringAt(last, 'op') === 'remove' || value === null || (Array.isArray(value) && value.length === 0);
  return isEmpty ? 'none' : 'some';
}

type State = OwnerReference | 'none' | undefined;

/** Of the last that showed it, be it a controller's adoption. */
function ownerBefore({ seen }: Life, { at, evidence }: Sighting): State {
  const earlier = seen.filter(other => other.at < at || (other.at === at && other.evidence !== evidence));
  const shown = earlier.findLast(({ owner, shape }) => owner !== undefined || shape !== undefined);
  return shown === undefined ? undefined : (shown.owner ?? 'none');
}

/** The answer tells; without it, what was asked for. */
function afterOf({ owner, shape }: Sighting, asked: Asked): State | 'some' {
  if (owner !== undefined) return owner;
  if (shape !== undefined || asked === 'none') return 'none';
  return asked === 'some' ? 'some' : undefined;
}

function changeOf(before: State, after: State | 'some'): LineageFacts['ownerChange'] {
  if (before === undefined || after === undefined) return 'unknown';
  if (after === 'none') return before === 'none' ? 'none' : 'removed';
  if (before === 'none') return 'added';
  if (after === 'some') return 'unknown';
  return after.uid === before.uid ? 'none' : 'replaced';
}
