import type { Confidence } from './confidence.ts';
import { lowest } from './confidence.ts';
import { namingRules } from './generated-name.ts';
import type { Life } from './life.ts';
import { bornAt, isSameLife } from './life.ts';
import { linkOf } from './link.ts';
import type { Sightings } from './sightings.ts';

export interface Started {
  readonly life: Life;
  /** Of all links down to it together. */
  readonly confidence: Confidence;
}

/** What was made from an object, directly or not, oldest first. */
export function productsOf(owner: Life, sightings: Sightings): readonly Started[] {
  const found: Started[] = [];
  const queue: Started[] = [{ life: owner, confidence: 'certain' }];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const made of madeFrom(next.life, sightings)) {
      const started = { life: made.life, confidence: lowest([next.confidence, made.confidence]) };
      if (found.some(({ life }) => isSameLife(life, made.life))) continue;
      found.push(started);
      queue.push(started);
    }
  }
  return found.toSorted((a, b) => bornAt(a.life) - bornAt(b.life));
}

function madeFrom(owner: Life, sightings: Sightings): readonly Started[] {
  const children = namingRules
    .filter(({ parent }) => parent === owner.name.resource)
    .map(({ child }) => child);
  const resources = children.length > 0 ? children : ['jobs', 'pods'];
  return [...new Set(resources)].flatMap(resource =>
    [...sightings.names({ ...owner.name, resource })].flatMap(name =>
      sightings.lives(name).flatMap(life => {
        const link = linkOf(life, sightings);
        return link?.relation === 'made' && link.life !== undefined && isSameLife(link.life, owner)
          ? [{ life, confidence: link.confidence }]
          : [];
      }),
    ),
  );
}
