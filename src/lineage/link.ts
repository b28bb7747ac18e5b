import { actsAs } from '../workloads/built-in-controllers.ts';
import { isController, isNode } from './author.ts';
import type { Confidence } from './confidence.ts';
import type { NamingRule } from './generated-name.ts';
import { namedOwners, namingRules } from './generated-name.ts';
import type { Life } from './life.ts';
import { bornAt } from './life.ts';
import type { ObjectName, OwnerReference, Sighting } from './sighting.ts';
import type { Sightings } from './sightings.ts';

/**
 * From an object to its owner. `made`: a controller made it from the owner's template. `claimed`: its author wrote so, and wrote the
 * template, too, so that who is behind it is that author.
 */
export interface Link {
  readonly relation: 'made' | 'claimed';
  readonly confidence: Confidence;
  /** Sentences. */
  readonly evidence: readonly string[];
  readonly owner: OwnerReference;
  /** The owner's life, where the log holds anything of it. */
  readonly life?: Life | undefined;
}

/** The link to what an object was made from or claims to belong to; undefined if there is no sign of an owner. */
export function linkOf(life: Life, sightings: Sightings): Link | undefined {
  const { created, owner } = life;
  if (created === undefined)
    return owner === undefined ? byNameAlone(life, sightings) : withoutCreation(life, owner, sightings);
  if (isController(created.author)) {
    return owner === undefined
      ? byCreator(life, created, sightings)
      : byController(life, created, { owner, sightings });
  }
  if (owner === undefined) return undefined;
  return owner.kind === 'Node' && isNode(created.author)
    ? mirrorOf(life, owner)
    : byAuthor(life, created, { owner, sightings });
}

interface Claim {
  readonly owner: OwnerReference;
  readonly sightings: Sightings;
}

/** The kinds whose templates the built-in controllers follow, by the owner's resource. */
const rulesOf = (child: ObjectName): readonly NamingRule[] =>
  namingRules.filter(rule => rule.child === child.resource);

function byController(life: Life, { author }: Sighting, { owner, sightings }: Claim): Link {
  const rule = rulesOf(life.name).find(({ parent }) => parent === owner.resource);
  const fits = rule !== undefined && owner.controller && actsAs(author.user, rule.controller);
  return {
    relation: fits ? 'made' : 'claimed',
    confidence: fits ? 'certain' : 'probable',
    evidence: [
      fits
        ? `${author.user} made it, with ${wordsOf(owner)} as its controlling owner`
        : `${author.user} made it; its ownerReferences name ${wordsOf(owner)}, which is not what this controller works for`,
    ],
    owner,
    life: lifeOf(life, owner, sightings),
  };
}

/** A static pod: what runs it is a file on the node, and the API server has no more than its mirror. */
function mirrorOf(life: Life, owner: OwnerReference): Link {
  return {
    relation: 'made',
    confidence: 'certain',
    evidence: [
      `the kubelet of ${owner.name} made it as the mirror of a static pod: a file on the node says what ${life.name.name} runs`,
    ],
    owner,
  };
}

/**
 * Anybody who may create objects writes ownerReferences as they like, so those of a person are a claim. An operator's custom resource is
 * followed, with less confidence, where it is in the log itself: operators make what such an object asks for.
 */
function byAuthor(life: Life, { author }: Sighting, { owner, sightings }: Claim): Link {
  const found = lifeOf(life, owner, sightings);
  const builtIn = rulesOf(life.name).some(({ parent }) => parent === owner.resource);
  const operated =
    !builtIn &&
    !author.impersonated &&
    author.type === 'serviceaccount' &&
    found !== undefined &&
    found.uid === owner.uid;
  return {
    relation: operated ? 'made' : 'claimed',
    confidence: 'probable',
    evidence: [
      operated
        ? `the service account ${author.user} made it for ${wordsOf(owner)}, which is in the log`
        : `${author.user} made it and wrote ${wordsOf(owner)} into its ownerReferences; no controller did`,
    ],
    owner,
    life: found,
  };
}

function withoutCreation(life: Life, owner: OwnerReference, sightings: Sightings): Link {
  return {
    relation: 'made',
    confidence: owner.controller ? 'probable' : 'unknown',
    evidence: [`its creation is not in the log; later its ownerReferences name ${wordsOf(owner)}`],
    owner,
    life: lifeOf(life, owner, sightings),
  };
}

/** No body tells the owner: the controller that made it names what it makes after its owner. */
function byCreator(life: Life, { author }: Sighting, sightings: Sightings): Link | undefined {
  const rules = rulesOf(life.name).filter(({ controller }) => actsAs(author.user, controller));
  return only(
    life,
    candidates(life, rules, sightings),
    `${author.user} made it, and names what it makes after its owner`,
  );
}

/** How long before its first sighting a pod is made: it is bound to a node at once, or waits for one. Microseconds. */
const usualWait = 10_000_000;
/** The answer to a creation may be logged after the binding that it led to. */
const slack = 1_000_000;
/** The API server gives a request no more time (--request-timeout). Microseconds. */
const longestRequest = 60_000_000;

/**
 * Not even the creation names the object, since the server made the name: who created something without a name in this
 * namespace just before it was first seen, and whose name could it bear?
 */
function byNameAlone(life: Life, sightings: Sightings): Link | undefined {
  const found = candidates(life, rulesOf(life.name), sightings);
  const makers = makersOf(life, sightings);
  const fitting = found.filter(({ rule }) =>
    makers.some(({ author }) => isController(author) && actsAs(author.user, rule.controller)),
  );
  if (makers.some(({ author }) => !isController(author)) && fitting.length === 0) return undefined;
  const words =
    fitting.length > 0
      ? 'its controller created something there just before'
      : 'its creation is not in the log';
  return only(
    life,
    fitting.length > 0 ? fitting : found,
    `its name is one that its owner's controller gives, and ${words}`,
  );
}

/** Who created something whose name was not logged, shortly before this was first seen; the latest last. */
export function makersOf(life: Life, sightings: Sightings): readonly Sighting[] {
  return sightings
    .nameless(life.name, life.firstSeen - usualWait - slack, life.firstSeen + longestRequest)
    .filter(({ from, at }) => from <= life.firstSeen && at >= life.firstSeen - usualWait - slack)
    .toSorted((a, b) => a.at - b.at);
}

interface Candidate {
  readonly rule: NamingRule;
  readonly life: Life;
}

/** Owners after which it can be named and which lived when it was made. */
function candidates(life: Life, rules: readonly NamingRule[], sightings: Sightings): readonly Candidate[] {
  const born = bornAt(life);
  return rules.flatMap(rule =>
    namedOwners(life.name, rule, sightings).flatMap(name => {
      const owner = sightings
        .lives(name)
        .findLast(({ created }) => created === undefined || created.from <= born);
      return owner === undefined ? [] : [{ rule, life: owner }];
    }),
  );
}

function only(life: Life, found: readonly Candidate[], words: string): Link | undefined {
  const [first] = found;
  if (first === undefined) return undefined;
  const owner: OwnerReference = {
    group: first.rule.group,
    kind: first.life.kind,
    resource: first.rule.parent,
    name: first.life.name.name,
    uid: first.life.uid,
    controller: true,
  };
  if (found.length === 1)
    return { relation: 'made', confidence: 'probable', evidence: [words], owner, life: first.life };
  const names = found.map(candidate => `${candidate.life.kind} ${candidate.life.name.name}`).join(', ');
  return {
    relation: 'made',
    confidence: 'unknown',
    evidence: [`the name ${life.name.name} fits more than one owner: ${names}`],
    owner,
    life: undefined,
  };
}

/** The owner's life by uid; by name where no uid is logged, and it lived then. */
function lifeOf(child: Life, owner: OwnerReference, sightings: Sightings): Life | undefined {
  const name: ObjectName = { ...child.name, resource: owner.resource, name: owner.name };
  const lives = sightings.lives(name);
  const same = lives.find(({ uid }) => uid === owner.uid);
  if (same !== undefined) return same;
  const born = bornAt(child);
  return lives.findLast(({ uid, created }) => uid === '' && (created === undefined || created.from <= born));
}

const wordsOf = ({ kind, name, uid }: OwnerReference): string => `${kind} ${name} (uid ${uid})`;
