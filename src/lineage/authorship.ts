import { isSameIdentity } from './author.ts';
import type { Confidence } from './confidence.ts';
import type { Step } from './history.ts';
import { historyOf } from './history.ts';
import type { Life } from './life.ts';
import { bornAt } from './life.ts';
import type { Shape } from './shape.ts';
import type { Sighting } from './sighting.ts';

/** The request that is behind something, and how sure that is. */
export interface Authorship {
  readonly sighting: Sighting;
  /** The object before it, where the log holds it. */
  readonly before?: Shape | undefined;
  readonly confidence: Confidence;
  /** Why, in a sentence. */
  readonly reason: string;
}

/** Who last changed what an object runs: not who touched a label, scaled it or suspended it. */
export function authorOf(life: Life): Authorship | undefined {
  const steps = historyOf(life);
  const last = steps.findLast(({ runs }) => runs !== 'no');
  if (last === undefined) return undefined;
  const certain =
    last.runs === 'yes' &&
    !steps.some(({ gap }) => gap) &&
    (last === steps[0] ? life.created !== undefined : true);
  return {
    sighting: last.sighting,
    before: last.before,
    confidence: certain ? 'certain' : 'probable',
    reason: certain
      ? reasonOf(last)
      : 'the last who may have changed what it runs: the log does not show what the request changed',
  };
}

/** What a controller made of an owner, and when that owner's template had to be as it is in it. */
export interface Product {
  readonly life: Life;
  /** Microseconds: the youngest object of the chain was made then. */
  readonly usedAt: number;
}

/** Whose change of the owner led to this product: the change whose template it bears. */
export function authorOfProduct(owner: Life, product: Product): Authorship | undefined {
  const { aspect, marks, comesBack } = rollouts.get(owner.kind) ?? others;
  const until = comesBack ? product.usedAt : bornAt(product.life);
  const steps = historyOf(owner).filter(({ sighting }) => sighting.from <= until);
  const changes = steps.filter(step => step[aspect] !== 'no');
  const last = changes.at(-1);
  if (last === undefined) return undefined;
  if (owner.kind === 'Job' && owner.created !== undefined) return unchangeable(owner.created);
  const shape = product.life.created?.shape;
  if (shape === undefined || changes.every(({ sighting }) => sighting.shape === undefined))
    return supposed(changes, last);
  const lefts = changes.filter(({ sighting }) => marks.every(mark => sighting.shape?.[mark] === shape[mark]));
  const left = lefts.at(-1);
  if (left !== undefined) {
    const isWhole = isPreceded(product, lefts) && !isOvertaken(left, changes, product);
    return matching(left, isWhole ? aspect : undefined);
  }
  const running = changes.findLast(({ sighting }) => sighting.shape?.runs === shape.runs);
  return running === undefined ? unmatched(changes, last) : matching(running, undefined);
}

/** Controllers may lag behind by so much without anything being wrong. Microseconds. */
const lag = 5_000_000;

/** It was made from what a request left that others had replaced long before: one that brought it back is missing from the log. */
function isOvertaken(left: Step, changes: readonly Step[], { life, usedAt }: Product): boolean {
  // An old ReplicaSet comes back to use when somebody gives its Deployment the old template again.
  const needed = left.sighting.from <= bornAt(life) ? bornAt(life) : usedAt;
  return changes.slice(changes.indexOf(left) + 1).some(({ sighting }) => sighting.at < needed - lag);
}

/** Else it was there before any request in the log asked for it: the one that did is missing, and the first to write the same got its change. */
const isPreceded = ({ life }: Product, lefts: readonly Step[]): boolean =>
  lefts.some(({ sighting }) => sighting.from <= bornAt(life));

interface Rollout {
  /** What must change for the owner to make something new of it. */
  readonly aspect: 'runs' | 'template';
  /** What of the owner's template must be found again in what it made. */
  readonly marks: readonly (keyof Shape)[];
  /** What was made long ago is used again when the owner gets the same template again. */
  readonly comesBack?: boolean;
}

/** Another template makes these roll out, whatever changed in it; a CronJob's Jobs come by the clock. */
const rollouts: ReadonlyMap<string, Rollout> = new Map([
  ['CronJob', { aspect: 'runs', marks: ['runs'] }],
  ['Deployment', { aspect: 'template', marks: ['template'], comesBack: true }],
]);

/** Their pods are made straight from the template, and hold labels of their own. */
const others: Rollout = { aspect: 'template', marks: ['runs', 'restartedAt'] };

/** The template of a Job cannot be changed (pkg/apis/batch/validation: spec.template is immutable). */
const unchangeable = (created: Sighting): Authorship => ({
  sighting: created,
  confidence: 'certain',
  reason: 'created it, and what a Job runs cannot be changed',
});

/** Without an aspect: what runs agrees, the rest of the template does not, so a restart or the like is missing from the log. */
function matching(step: Step, aspect: 'runs' | 'template' | undefined): Authorship {
  const sure = aspect !== undefined && step[aspect] === 'yes' && !step.gap;
  return {
    sighting: step.sighting,
    before: step.before,
    confidence: sure ? 'certain' : 'probable',
    reason: sure
      ? `${reasonOf(step)}, and what was made then is the same`
      : 'what was made runs what this request left; whether another request led to it is not in the log',
  };
}

/** The bodies are not logged: the last who can have changed it. */
function supposed(changes: readonly Step[], last: Step): Authorship {
  const others = changes.filter(
    ({ sighting }) => !isSameIdentity(sighting.author, last.sighting.author),
  ).length;
  return {
    sighting: last.sighting,
    before: last.before,
    confidence: 'probable',
    reason:
      others === 0
        ? 'nobody else is seen to have changed it before; what the request changed is not in the log'
        : 'the last before it was made who may have changed what it runs; what the request changed is not in the log',
  };
}

/** It is not what any request in the log left: one is missing. Where nobody else has ever written it, it was probably the same. */
function unmatched(changes: readonly Step[], last: Step): Authorship | undefined {
  const alone = changes.every(({ sighting }) => isSameIdentity(sighting.author, last.sighting.author));
  if (!alone) return undefined;
  return {
    sighting: last.sighting,
    before: last.before,
    confidence: 'probable',
    reason:
      'what was made is not what any request in the log left, so one is missing; nobody else is seen to have changed it',
  };
}

/** Somebody who changed a product by hand after it was made and before it was used: the owner's author no longer tells what runs. */
export function editorOf(life: Life, usedAt: number): Authorship | undefined {
  const steps = historyOf(life).filter(
    ({ sighting }) =>
      sighting.verb === 'change' && sighting.from <= usedAt && sighting.subresource !== 'ephemeralcontainers',
  );
  const last = steps.findLast(({ runs }) => runs !== 'no');
  if (last === undefined) return undefined;
  return {
    sighting: last.sighting,
    before: last.before,
    confidence: last.runs === 'yes' ? 'certain' : 'unknown',
    reason:
      last.runs === 'yes'
        ? `changed what this ${life.kind} runs by hand`
        : `may have changed this ${life.kind} by hand; the log does not show what the request changed`,
  };
}

function reasonOf({ sighting, before }: Step): string {
  if (sighting.verb === 'create') return 'created it, and nobody is seen to have changed what it runs since';
  if (before !== undefined && sighting.shape !== undefined && before.runs === sighting.shape.runs)
    return 'changed its template, not what it runs';
  return 'changed what it runs';
}
