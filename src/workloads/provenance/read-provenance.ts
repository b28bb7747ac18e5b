import type { AuditedRequest } from '../../model/activity.ts';
import type { JsonObject } from '../../model/json.ts';
import { stringAt } from '../../model/json.ts';
import { kindOfObject } from '../kinds/kinds.ts';
import { isOperated, readOwner } from '../owner.ts';
import { nobody, readActor } from '../read-actor.ts';
import { callerOf, managersOf } from './callers.ts';
import { marksOf, shortened } from './marks.ts';
import type { Provenance, Sign } from './provenance.ts';
import { precedence } from './provenance.ts';

export interface ProvenanceSource {
  /** As stored, or as sent. */
  readonly object: JsonObject;
  /** The write that is asked about; without it, only the object is looked at. */
  readonly request?: AuditedRequest | undefined;
}

/** The system that wrote an object, as far as the object and the request claim; the best founded if they name several. */
export function readProvenance(source: ProvenanceSource): Provenance | undefined {
  return readProvenances(source)[0];
}

/** All systems that the signs name, the best founded first. */
export function readProvenances({ object, request }: ProvenanceSource): readonly Provenance[] {
  const signs = [
    ...marksOf(object),
    ...ownerSigns(object, request),
    ...managersOf(object),
    ...(request === undefined ? [] : callerOf(request)),
  ];
  const bySystem = Map.groupBy(signs, sign => sign.system);
  return [...bySystem].map(([system, own]) => provenanceOf(system, own)).toSorted(compare);
}

function provenanceOf(system: Sign['system'], signs: readonly Sign[]): Provenance {
  const named = signs.find(({ name = '' }) => name !== '');
  const sorts = new Set(signs.map(({ sort }) => sort));
  return {
    system,
    name: named?.name ?? '',
    namespace: named?.namespace ?? '',
    evidence: [...new Set(signs.map(({ says }) => says))],
    confidence: sorts.size >= 2 ? 'probable' : 'claimed',
  };
}

function compare(a: Provenance, b: Provenance): number {
  if (a.confidence !== b.confidence) return a.confidence === 'probable' ? -1 : 1;
  return precedence.indexOf(a.system) - precedence.indexOf(b.system);
}

/** A controlling owner of a kind that is not Kubernetes' own: an operator; its usual account is a second sign. */
function ownerSigns(object: JsonObject, request: AuditedRequest | undefined): readonly Sign[] {
  const owner = readOwner(object);
  if (!owner.controller || !owner.group.includes('.') || owner.group.endsWith('.k8s.io')) return [];
  const name = `${owner.kind}/${owner.name}`;
  const says = `its controlling owner is the ${shortened(owner.kind)} "${shortened(owner.name)}" of ${shortened(owner.group)}`;
  const mark: Sign = { system: 'operator', sort: 'mark', says, name: shortened(name) };
  const kind = kindOfObject(stringAt(object, 'kind') ?? '', stringAt(object, 'apiVersion') ?? '');
  const actor = request === undefined ? nobody : readActor(request);
  if (kind === undefined || !isOperated({ kind, actor, owner })) return [mark];
  const account = `the service account is called as the controller of ${owner.kind} usually is`;
  return [mark, { system: 'operator', sort: 'account', says: account }];
}
