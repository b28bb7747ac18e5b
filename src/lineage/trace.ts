import type { Actor } from '../model/actor.ts';
import type { Evidence } from '../model/signal.ts';
import type { ActorType } from '../workloads/workload-change.ts';
import type { Authorship } from './authorship.ts';
import type { Chain } from './chain.ts';
import { chainOf, responsibleFor } from './chain.ts';
import type { ChainLink, TracedObject } from './chain-links.ts';
import { chainLinks, objectOf } from './chain-links.ts';
import type { Confidence } from './confidence.ts';
import type { Changed, Step } from './history.ts';
import { historyOf } from './history.ts';
import type { Life } from './life.ts';
import { bornAt } from './life.ts';
import { timeOf } from './microseconds.ts';
import { productsOf } from './products.ts';
import { requestWords } from './request-words.ts';
import type { ObjectName } from './sighting.ts';
import type { Sightings } from './sightings.ts';

export interface Target extends ObjectName {
  /** Where several of this name have been; the latest if absent. */
  readonly uid?: string | undefined;
}

/** A person or an identity, never a controller of Kubernetes. All but the confidence is empty where the log does not tell. */
export interface TracedActor extends Omit<Actor, 'user'> {
  readonly user: string | null;
  readonly type: ActorType;
  readonly credential: string;
  readonly fieldManager: string;
  readonly confidence: Confidence;
  /** Why it is this one, in a sentence. */
  readonly reason: string;
  readonly time: string | null;
  readonly request: string;
  readonly evidence: readonly Evidence[];
}

export interface TracedChange {
  readonly time: string;
  readonly kind: string;
  readonly name: string;
  readonly user: string;
  readonly effectiveUser: string;
  readonly userAgent: string;
  readonly verb: string;
  readonly what: string;
  readonly changesWhatRuns: Changed;
  readonly evidence: Evidence;
}

export interface StartedObject extends TracedObject {
  readonly time: string;
  readonly confidence: Confidence;
}

/** From an object back to who is behind it, and on to everything it started. The contract of `trace -o json`. */
export interface Trace {
  readonly target: TracedObject;
  /** The target first. */
  readonly chain: readonly ChainLink[];
  /** Whose request led to it. */
  readonly actor: TracedActor;
  /** Who last changed what it runs: differs from `actor` where that one restarted it or only changed its labels. */
  readonly author: TracedActor;
  /** Requests of others than controllers that made it what it is, oldest first. */
  readonly changes: readonly TracedChange[];
  /** What was made from it, directly or not, oldest first. */
  readonly started: readonly StartedObject[];
  /** What could not be told, in sentences. */
  readonly unknown: readonly string[];
}

export function traceOf(target: Target, sightings: Sightings): Trace | undefined {
  const lives = sightings.lives(target);
  const life = target.uid === undefined ? lives.at(-1) : lives.find(({ uid }) => uid === target.uid);
  if (life === undefined) return undefined;
  const chain = chainOf(life, sightings);
  const { actor, author, confidence } = responsibleFor(chain, sightings);
  return {
    target: objectOf(life),
    chain: chainLinks(chain),
    actor: tracedActor(actor, confidence),
    author: tracedActor(author ?? actor, confidence),
    changes: changesOf(chain),
    started: productsOf(life, sightings).map(startedObject),
    unknown: unknownOf(chain, actor),
  };
}

const nobody: TracedActor = {
  user: null,
  effectiveUser: '',
  groups: [],
  userAgent: '',
  sourceIPs: [],
  pod: null,
  type: 'none',
  credential: '',
  fieldManager: '',
  confidence: 'unknown',
  reason: 'the log does not tell',
  time: null,
  request: '',
  evidence: [],
};

function tracedActor(authorship: Authorship | undefined, confidence: Confidence): TracedActor {
  if (authorship === undefined) return nobody;
  const { sighting, reason } = authorship;
  const { impersonated: _, ...author } = sighting.author;
  return {
    ...author,
    fieldManager: sighting.fieldManager,
    confidence,
    reason,
    time: timeOf(sighting.at),
    request: requestWords(sighting, authorship.before),
    evidence: [sighting.evidence],
  };
}

/** Of what stands above it, what was done before the object was made; of the object itself, everything. */
function changesOf({ levels }: Chain): readonly TracedChange[] {
  const [target] = levels;
  const steps = levels.flatMap(({ life }) => historyOf(life).map(step => ({ life, step })));
  return steps
    .filter(({ step }) => step.sighting.author.type !== 'controller' || step.sighting.author.impersonated)
    .filter(({ life, step }) => life === target.life || step.sighting.from <= bornAt(target.life))
    .toSorted((a, b) => a.step.sighting.at - b.step.sighting.at)
    .map(({ life, step }) => tracedChange(life, step));
}

function tracedChange({ kind }: Life, { sighting, runs, before }: Step): TracedChange {
  const { author, object, evidence, at } = sighting;
  return {
    time: timeOf(at),
    kind,
    name: object.name,
    user: author.user,
    effectiveUser: author.effectiveUser,
    userAgent: author.userAgent,
    verb: sighting.verb === 'create' ? 'create' : sighting.dialect,
    what: requestWords(sighting, before),
    changesWhatRuns: runs,
    evidence,
  };
}

function startedObject({
  life,
  confidence,
}: {
  readonly life: Life;
  readonly confidence: Confidence;
}): StartedObject {
  return { ...objectOf(life), time: timeOf(bornAt(life)), confidence };
}

function unknownOf({ levels, root }: Chain, actor: Authorship | undefined): readonly string[] {
  const top = levels[root] ?? levels[0];
  const words: string[] = [];
  if (top.link?.relation === 'made' && top.link.life === undefined && top.link.owner.kind !== 'Node')
    words.push(
      `${top.link.owner.kind} ${top.link.owner.name}, from which ${top.life.kind} ${top.life.name.name} was made, is not in the log`,
    );
  if (top.life.created === undefined)
    words.push(`the creation of ${top.life.kind} ${top.life.name.name} is not in the log`);
  if (actor?.sighting.shape === undefined && actor !== undefined)
    words.push('what the deciding request wrote could not be compared with what was there before');
  return words;
}
