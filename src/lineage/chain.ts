import { isController, isNode } from './author.ts';
import type { Authorship } from './authorship.ts';
import { authorOf, authorOfProduct, editorOf } from './authorship.ts';
import type { Confidence } from './confidence.ts';
import { lowest } from './confidence.ts';
import type { Life } from './life.ts';
import { bornAt, isSameLife } from './life.ts';
import type { Link } from './link.ts';
import { linkOf, makersOf } from './link.ts';
import type { Sightings } from './sightings.ts';

/** An object with its link upwards, if it has one. */
export interface Level {
  readonly life: Life;
  readonly link?: Link | undefined;
}

/** From an object to the top: what controllers made it from, and what it claims to belong to. */
export interface Chain {
  /** The object first. Never empty. */
  readonly levels: readonly [Level, ...Level[]];
  /** Index of the level that no controller made: whoever wrote it is behind the rest. */
  readonly root: number;
}

/** Pod, Job, CronJob; custom resources above them. More is a ring of forged uids. */
const longest = 8;

export function chainOf(life: Life, sightings: Sightings): Chain {
  const first = { life, link: linkOf(life, sightings) };
  const levels: [Level, ...Level[]] = [first];
  let level: Level = first;
  while (level.link?.life !== undefined && levels.length < longest) {
    const { life: owner } = level.link;
    if (levels.some(({ life: other }) => isSameLife(other, owner))) break;
    level = { life: owner, link: linkOf(owner, sightings) };
    levels.push(level);
  }
  const written = levels.findIndex(({ link }) => link?.relation !== 'made');
  return { levels, root: written === -1 ? levels.length - 1 : written };
}

/** Who is behind the object, and who wrote what it runs, where that was somebody else. */
export interface Responsibility {
  /** undefined: the log does not tell. */
  readonly actor?: Authorship | undefined;
  readonly author?: Authorship | undefined;
  /** Of the links that lead to them and of the request together. */
  readonly confidence: Confidence;
}

export function responsibleFor({ levels, root }: Chain, sightings: Sightings): Responsibility {
  const made = levels.slice(0, root);
  const top = levels[root] ?? levels[0];
  const edited = editedBy(levels.slice(0, root));
  const actor = edited ?? actorOf(top, made.at(-1), { usedAt: bornAt(levels[0].life), sightings });
  if (actor === undefined) return { confidence: 'unknown' };
  const author =
    edited ?? writerOf(top.life, made.length === 0 ? Number.POSITIVE_INFINITY : bornAt(levels[0].life));
  const confidences = [actor.confidence, ...made.map(({ link }) => link?.confidence ?? 'unknown')];
  const unfollowed = top.link?.relation === 'made' && !isMirror(top.life);
  return { actor, author, confidence: unfollowed ? 'unknown' : lowest(confidences) };
}

interface Use {
  readonly usedAt: number;
  readonly sightings: Sightings;
}

function actorOf(top: Level, product: Level | undefined, { usedAt, sightings }: Use): Authorship | undefined {
  // Its owner is known by name alone: whoever made that is not in the log.
  if (top.link?.relation === 'made' && !isMirror(top.life)) return undefined;
  const changed =
    product === undefined ? authorOf(top.life) : authorOfProduct(top.life, { life: product.life, usedAt });
  return changed ?? (top.life.created === undefined ? unnamedMaker(top.life, sightings) : undefined);
}

const isMirror = ({ created }: Life): boolean => created !== undefined && isNode(created.author);

/** Whoever changed by hand what a controller had made, nearest to the object. */
function editedBy(made: readonly Level[]): Authorship | undefined {
  for (const [index, { life }] of made.entries()) {
    const below = made[index - 1]?.life;
    const edited = editorOf(life, below === undefined ? Number.POSITIVE_INFINITY : bornAt(below));
    if (edited !== undefined && edited.confidence !== 'unknown') return edited;
  }
  return undefined;
}

/** Who last changed what the top runs before it was used. */
function writerOf(top: Life, usedAt: number): Authorship | undefined {
  return authorOf({ ...top, changes: top.changes.filter(({ from }) => from <= usedAt) });
}

/** The server made the name and no body tells it: the one who created something just then, if only one did. */
function unnamedMaker(life: Life, sightings: Sightings): Authorship | undefined {
  const makers = makersOf(life, sightings).filter(({ author }) => !isController(author));
  const last = makers.at(-1);
  const users = new Set(makers.map(({ author }) => `${author.user} ${author.effectiveUser}`));
  if (last === undefined || users.size > 1) return undefined;
  return {
    sighting: last,
    confidence: 'probable',
    reason:
      'created something whose name the server made and the log does not hold, just before this was first seen',
  };
}
