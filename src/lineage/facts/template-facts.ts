import type { AuditedRequest } from '../../model/activity.ts';
import type { JsonObject } from '../../model/json.ts';
import { isObject, objectAt } from '../../model/json.ts';
import { builtInKinds, kindOfResource } from '../../workloads/kinds/kinds.ts';
import type { Ran } from '../aspects.ts';
import { differing, ranBy } from '../aspects.ts';
import type { Life } from '../life.ts';
import { templateOf } from '../shape.ts';
import type { Sighting } from '../sighting.ts';
import type { Sightings } from '../sightings.ts';
import type { LineageFacts } from './lineage-facts.ts';
import { livingOwner } from './owner-facts.ts';

type TemplateFacts = Pick<LineageFacts, 'template' | 'differences'>;

const none: TemplateFacts = { template: 'none', differences: [] };
const unknown: TemplateFacts = { template: 'unknown', differences: [] };

/**
 * What was sent beside the template of its owner. As sent, not as stored: admission adds containers to what it lets in, and controllers
 * send what the template says.
 */
export function templateFacts(
  sighting: Sighting,
  request: AuditedRequest,
  sightings: Sightings,
): TemplateFacts {
  const { owner, verb } = sighting;
  if (owner === undefined || verb !== 'create' || !isMadeFrom(sighting, owner.kind)) return none;
  const sent = sentBy(request);
  const life = livingOwner(owner, sighting, sightings);
  const known = life && templatesOf(life, sighting.at);
  if (sent === undefined || known === undefined) return unknown;
  if (isSame(known.now, sent, owner.kind)) return { template: 'same', differences: [] };
  if (known.before.some(before => isSame(before, sent, owner.kind)))
    return { template: 'earlier', differences: [] };
  return known.whole ? { template: 'differs', differences: differing(known.now, sent) } : unknown;
}

/** An owner's controller makes such objects of its template. */
const isMadeFrom = ({ object }: Sighting, ownerKind: string): boolean =>
  builtInKinds.some(
    ({ resource, owners }) => resource === object.resource && owners.some(({ kind }) => kind === ownerKind),
  );

function sentBy({ requestObject, object }: AuditedRequest): Ran | undefined {
  const kind = object && kindOfResource(object.resource, object.group);
  if (kind === undefined || !isObject(requestObject)) return undefined;
  const podSpec = objectAt(templateOf(requestObject, kind), 'spec');
  return podSpec === undefined || isEmpty(podSpec) ? undefined : ranBy(podSpec);
}

const isEmpty = (podSpec: JsonObject): boolean => Object.keys(podSpec).length === 0;

/** People and controllers act on what they read before: by so much, where the log does not show what was there. Microseconds. */
const stale = 300_000_000;

interface Templates {
  readonly now: Ran;
  readonly before: readonly Ran[];
  /** The log shows every change up to the moment. */
  readonly whole: boolean;
}

function templatesOf({ created, changes, forgotten }: Life, at: number): Templates | undefined {
  const writes = (created === undefined ? changes : [created, ...changes]).filter(({ from }) => from <= at);
  const shapes = writes.flatMap(({ shape }) => (shape === undefined ? [] : [shape]));
  const now = shapes.at(-1);
  if (now === undefined) return undefined;
  const lastShown = writes.findLastIndex(({ shape }) => shape !== undefined);
  const hidden = writes.slice(lastShown + 1).some(({ touches }) => touches !== 'other');
  const isOld = created !== undefined || (writes[0]?.at ?? at) < at - stale;
  return { now, before: shapes.slice(0, -1), whole: !forgotten && !hidden && isOld };
}

/** The claims of a StatefulSet become volumes of its pods. */
function isSame(owner: Ran, sent: Ran, ownerKind: string): boolean {
  if (owner.runs === sent.runs) return true;
  return ownerKind === 'StatefulSet' && differing(owner, sent).every(aspect => aspect === 'volumes');
}
