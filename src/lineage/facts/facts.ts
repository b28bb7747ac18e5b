import type { AuditActivity } from '../../model/activity.ts';
import type { JsonObject } from '../../model/json.ts';
import { bodyOfChange } from '../../workloads/body-of-change.ts';
import { kindOfResource } from '../../workloads/kinds/kinds.ts';
import type { WorkloadKind } from '../../workloads/kinds/workload-kind.ts';
import { isController } from '../author.ts';
import type { Life } from '../life.ts';
import { linkOf } from '../link.ts';
import { once } from '../once.ts';
import type { Sighting } from '../sighting.ts';
import type { Sightings } from '../sightings.ts';
import { createIdentityHistory } from './identity-history.ts';
import { createLabelRegistry } from './label-registry.ts';
import type { LineageFacts } from './lineage-facts.ts';
import { noFacts } from './lineage-facts.ts';
import { createNamespaceHabits } from './namespace-habits.ts';
import { isOrphaning, orphansOf } from './orphans.ts';
import { ownerChange } from './owner-change.ts';
import { ownerFacts } from './owner-facts.ts';
import { isPutBack } from './recreated.ts';
import { runFacts } from './run-facts.ts';
import { templateFacts } from './template-facts.ts';

/** The facts about requests, each told when it has been taken. */
export interface Facts {
  /** Called with every activity; `made` is what it says of objects. */
  note(activity: AuditActivity, made: readonly Sighting[]): void;
  /** Of the activity that was noted last. Each fact is found out when it is asked for. */
  of(activity: AuditActivity): LineageFacts;
}

export function createFacts(sightings: Sightings): Facts {
  const labels = createLabelRegistry(sightings);
  const habits = createNamespaceHabits();
  const identities = createIdentityHistory();
  let last: { readonly activity: AuditActivity; readonly made?: Sighting | undefined } | undefined;

  return {
    note(activity, made) {
      identities.note(activity);
      last = { activity, made: made.length === 1 ? made[0] : undefined };
      for (const sighting of made) {
        habits.note(sighting);
        const kind = labelled(activity, sighting);
        if (kind !== undefined) labels.note(sighting, wholeBody(activity, kind), kind);
      }
    },
    of(asked) {
      const { activity, made } =
        last !== undefined && isSame(last.activity, asked) ? last : { activity: asked };
      if (made !== undefined)
        return factsOf({ activity, sighting: made, sightings, labels, habits, identities });
      return {
        ...noFacts,
        get identity() {
          return identities.of(activity);
        },
      };
    },
  };
}

/** A watch gives a copy of an activity, without secrets, to what it shows again after a restart. */
const isSame = (a: AuditActivity, b: AuditActivity): boolean =>
  a === b ||
  (a.request.auditId === b.request.auditId &&
    a.request.at === b.request.at &&
    a.request.verb === b.request.verb);

/** What controllers make has the labels that somebody else wrote. */
function labelled({ request }: AuditActivity, { verb, author, object }: Sighting): WorkloadKind | undefined {
  if (verb === 'seen' || object.name === '' || request.object?.subresource !== '') return undefined;
  if (verb !== 'delete' && isController(author)) return undefined;
  return kindOfResource(request.object.resource, request.object.group);
}

function wholeBody({ request }: AuditActivity, kind: WorkloadKind): JsonObject | undefined {
  if (request.verb === 'delete') return undefined;
  const body = bodyOfChange(request, kind);
  return body?.complete === true ? body.object : undefined;
}

interface Asked {
  readonly activity: AuditActivity;
  readonly sighting: Sighting;
  readonly sightings: Sightings;
  readonly labels: ReturnType<typeof createLabelRegistry>;
  readonly habits: ReturnType<typeof createNamespaceHabits>;
  readonly identities: ReturnType<typeof createIdentityHistory>;
}

function factsOf({ activity, sighting, sightings, labels, habits, identities }: Asked): LineageFacts {
  const { request } = activity;
  const kind = request.object && kindOfResource(request.object.resource, request.object.group);
  const body = once(() => kind && wholeBody(activity, kind));
  const life = once(() => lifeOf(sighting, sightings));
  const link = once(() => linkFacts(sighting, life(), sightings));
  const owner = once(() => ownerFacts(sighting, sightings));
  const template = once(() => templateFacts(sighting, request, sightings));
  const run = once(() => runFacts(sighting, body(), sightings));
  const identity = once(() => identities.of(activity));
  const change = once(() => ownerChange(sighting, request, life()));
  const others = once(() => (kind === undefined ? noFacts : labels.facts(sighting, body(), kind)));
  return {
    created: sighting.verb === 'create',
    get relation() {
      return link().relation;
    },
    get confidence() {
      return link().confidence;
    },
    get owner() {
      return owner();
    },
    get template() {
      return template().template;
    },
    get differences() {
      return template().differences;
    },
    get run() {
      return run();
    },
    get recreated() {
      return isPutBack(sighting, template().template, sightings);
    },
    get ownerChange() {
      return change().ownerChange;
    },
    get ownerBefore() {
      return change().ownerBefore;
    },
    get orphaning() {
      return isOrphaning(request);
    },
    get orphans() {
      const gone = life();
      return isOrphaning(request) && gone !== undefined ? orphansOf(gone, sightings) : [];
    },
    get captures() {
      return others().captures;
    },
    get capturedBy() {
      return others().capturedBy;
    },
    get namespace() {
      return habits.of(sighting);
    },
    get identity() {
      return identity();
    },
  };
}

function lifeOf({ object, uid }: Sighting, sightings: Sightings): Life | undefined {
  const lives = object.name === '' ? [] : sightings.lives(object);
  return (uid === '' ? undefined : lives.find(life => life.uid === uid)) ?? lives.at(-1);
}

/** Where the log does not tell the name, the request alone. */
function linkFacts(
  { owner, author }: Sighting,
  life: Life | undefined,
  sightings: Sightings,
): Pick<LineageFacts, 'relation' | 'confidence'> {
  const link = life && linkOf(life, sightings);
  if (link !== undefined) return link;
  if (owner === undefined) return { relation: 'none', confidence: 'certain' };
  return { relation: isController(author) ? 'made' : 'claimed', confidence: 'probable' };
}
