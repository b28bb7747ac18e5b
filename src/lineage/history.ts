import type { Life } from './life.ts';
import type { Shape } from './shape.ts';
import type { Sighting, Touch } from './sighting.ts';

/** Whether something changed: `unknown` where neither the objects before and after nor the request tell. */
export type Changed = 'yes' | 'no' | 'unknown';

/** One request of an object's history, with what it changed. */
export interface Step {
  readonly sighting: Sighting;
  /** What its pods run. */
  readonly runs: Changed;
  /** Its template, of which what runs is a part. */
  readonly template: Changed;
  readonly before?: Shape | undefined;
  /** Between this request and the one before it there was another, which is not in the log. */
  readonly gap: boolean;
}

/** The requests of others than controllers that made an object what it is, oldest first. */
export function historyOf({ created, changes, forgotten }: Life): readonly Step[] {
  const steps: Step[] = [];
  let known: Sighting | undefined;
  for (const sighting of created === undefined ? changes : [created, ...changes]) {
    const missing = forgotten && sighting === changes[0];
    steps.push(stepOf(sighting, { known, scaled: scalesSince(steps, known), missing }));
    if (sighting.shape !== undefined) known = sighting;
  }
  return steps;
}

interface Before {
  /** The last request after which the whole object was logged. */
  readonly known: Sighting | undefined;
  /** Requests since then that may have changed its spec. */
  readonly scaled: number;
  /** There were others, which were forgotten. */
  readonly missing: boolean;
}

function stepOf(sighting: Sighting, before: Before): Step {
  if (sighting.verb === 'create') return { sighting, runs: 'yes', template: 'yes', gap: false };
  const { shape, touches } = sighting;
  const gap = isGap(sighting, before);
  const shapeBefore = gap ? undefined : before.known?.shape;
  if (shape === undefined || shapeBefore === undefined)
    return { sighting, ...byTouch(touches), before: shapeBefore, gap };
  return {
    sighting,
    runs: shape.runs === shapeBefore.runs ? 'no' : 'yes',
    template: shape.template === shapeBefore.template ? 'no' : 'yes',
    before: shapeBefore,
    gap,
  };
}

function byTouch(touches: Touch): Pick<Step, 'runs' | 'template'> {
  if (touches === 'runs') return { runs: 'yes', template: 'yes' };
  if (touches === 'template') return { runs: 'no', template: 'yes' };
  return touches === 'other' ? { runs: 'no', template: 'no' } : { runs: 'unknown', template: 'unknown' };
}

/** `metadata.generation` counts the changes of a spec: more of them than requests means that one is missing from the log. */
function isGap({ generation }: Sighting, { known, scaled, missing }: Before): boolean {
  if (missing) return true;
  if (known === undefined || generation === 0 || known.generation === 0) return false;
  return generation > known.generation + 1 + scaled;
}

function scalesSince(steps: readonly Step[], known: Sighting | undefined): number {
  const last = steps.findLastIndex(({ sighting }) => sighting === known);
  return steps.length - 1 - last;
}
