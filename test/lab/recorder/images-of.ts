import type { Images } from '../images.ts';
import type { World } from './world.ts';

/** Every image that a world names, wherever it does, and every program that it calls. */
export function imagesOf(world: World): Images {
  const names = new Set<string>();
  const programs = new Set<string>();
  visit(world, (key, value) => {
    if (key === 'image' && typeof value === 'string') names.add(value);
    if (typeof value === 'string') for (const image of imagesIn(value)) names.add(image);
    if (key === 'kubectl' && typeof value === 'string') programs.add(calledIn(value));
    if (key === 'command' && Array.isArray(value) && typeof value[0] === 'string') programs.add(value[0]);
  });
  // Programs are often called as what they belong to.
  for (const { objects } of world.objects)
    for (const { name } of objects) if (name !== undefined) programs.add(name);
  return { names: [...names].filter(name => !name.includes('{')), programs: [...programs] };
}

/** On a command line of kubectl: `--image=...`, or `container=...` as `set image` has it. */
const imagesIn = (text: string): readonly string[] =>
  [...text.matchAll(/(?:^|\s)(?:--image[= ]|[\w-]+=)([\w.-]+(?::\d+)?\/[\w./-]+:[\w.-]+)/g)].map(
    ([, image = '']) => image,
  );

/** After `--`, kubectl has the command of the container that it makes. */
const calledIn = (line: string): string => / -- (\S+)/.exec(line)?.[1] ?? 'sh';

function visit(value: unknown, see: (key: string, value: unknown) => void): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    see(key, inner);
    visit(inner, see);
  }
}
