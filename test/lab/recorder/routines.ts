import type { Random } from '../effective/random.ts';
import { fullName } from '../images.ts';
import type { Stage } from './stage.ts';
import { keyOf } from './stage.ts';
import type { Brief, Routine, Step } from './world.ts';
import { routineStepsSchema } from './world.ts';

/** The steps of a routine for this time: one of the world's objects is chosen and its words are filled in. */
export function stepsOf(stage: Stage, routine: Routine, random: Random, turn: number): readonly Step[] {
  const chosen = routine.pick === undefined ? undefined : choose(stage, routine.pick, random);
  if (routine.pick !== undefined && chosen === undefined) return [];
  const brief = chosen === undefined ? undefined : newVersion(stage, chosen, random.chance(routine.bump));
  const values = new Map([
    ['n', String(turn)],
    ['key', brief === undefined ? '' : keyOf(brief)],
    ['kind', brief?.kind.toLowerCase() ?? ''],
    ['name', brief?.name ?? ''],
    ['namespace', brief?.in ?? ''],
    ['image', brief?.image ?? ''],
  ]);
  const text = JSON.stringify(routine.steps).replace(
    /\{(\w+)\}/g,
    (all, name: string) => values.get(name) ?? all,
  );
  return routineStepsSchema.parse(JSON.parse(text));
}

function choose(stage: Stage, pick: NonNullable<Routine['pick']>, random: Random): Brief | undefined {
  const fitting = [...stage.objects.values()].filter(
    brief =>
      (pick.kind === undefined || brief.kind === pick.kind) &&
      (pick.in === undefined || pick.in.includes(brief.in)) &&
      (pick.name === undefined || pick.name.includes(brief.name ?? '')) &&
      !stage.touched.has(keyOf(brief)),
  );
  return fitting.length === 0 ? undefined : random.one(fitting);
}

/** The object with its image one version further; the image is there when this returns. */
function newVersion(stage: Stage, brief: Brief, isNew: boolean): Brief {
  if (!isNew || brief.image === undefined) return brief;
  const image = nextImage(brief.image);
  stage.cluster.node.ctr(['image', 'tag', '--force', fullName(brief.image), fullName(image)]);
  const next = { ...brief, image };
  stage.objects.set(keyOf(brief), next);
  return next;
}

/** `app:1.4.2` becomes `app:1.4.3`; of a commit's hash, another. */
export function nextImage(image: string): string {
  const at = image.lastIndexOf(':');
  const tag = image.slice(at + 1);
  const next =
    /(?<![a-f])\d+(?=\D*$)/.test(tag) && !/[a-f0-9]{7}$/.test(tag)
      ? tag.replace(/\d+(?=\D*$)/, number => String(Number(number) + 1).padStart(number.length, '0'))
      : tag.replace(/[a-f0-9]{7,}$/, hash => anotherHash(hash));
  return `${image.slice(0, at)}:${next}`;
}

const anotherHash = (hash: string): string =>
  [...hash].map((digit, index) => ((Number.parseInt(digit, 16) + 3 * index + 5) % 16).toString(16)).join('');
