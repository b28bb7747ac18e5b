import { readImage } from '../../workloads/image-reference.ts';
import type { PodContainer } from './pod-containers.ts';
import { plain } from './pod-containers.ts';
import type { SeenContainer } from './seen-containers.ts';

/** What ran and what the pod asks for, where they are not the same. */
export interface Difference {
  readonly what: 'image' | 'command';
  readonly ran: string;
  readonly asked: string;
}

/** Nothing where either side is not known: an image by its id, a command that only the image knows. */
export function differencesOf(seen: SeenContainer, asked: PodContainer): readonly Difference[] {
  return [...imageDifference(seen, asked), ...commandDifference(seen, asked)];
}

function imageDifference(
  { image, imageDigest }: SeenContainer,
  { images }: PodContainer,
): readonly Difference[] {
  const ran = readImage(image.replace(/@sha256:[0-9a-f]{64}$/, ''));
  if (ran.repository === '' || /^sha256:/.test(image) || images.some(text => text === '')) return [];
  const fits = images.some(text => isSame(text, ran, imageDigest));
  return fits ? [] : [{ what: 'image', ran: image, asked: images.join(' or ') }];
}

/** By name and tag, or by the digest, which the runtime may show as another name of the same image. */
function isSame(text: string, ran: ReturnType<typeof readImage>, digest: string): boolean {
  const asked = readImage(text);
  if (asked.digest !== '' && digest !== '') return asked.digest === digest;
  if (asked.repository === '') return true;
  const tag = asked.tag || (asked.digest === '' ? 'latest' : '');
  const sameName = asked.registry === ran.registry && asked.repository === ran.repository;
  return sameName && (tag === '' || ran.tag === '' || tag === ran.tag);
}

function commandDifference({ commandLine }: SeenContainer, asked: PodContainer): readonly Difference[] {
  if (commandLine === '' || fitsCommand(commandLine, asked)) return [];
  return [{ what: 'command', ran: commandLine, asked: [...asked.command, ...asked.args].join(' ') }];
}

/**
 * Could the container have been started with this line? With arguments alone, the image's entry point stands before them; with neither, anything
 * may be. The kubelet puts values in place of `$(NAME)`: from the first of these on nothing is compared.
 */
export function fitsCommand(line: string, { command, args }: PodContainer): boolean {
  const ran = plain(line);
  const asked = plain([...command, ...args].join(' '));
  if (asked === '') return true;
  const variable = asked.indexOf('$(');
  if (command.length === 0) return variable >= 0 || ran.endsWith(asked);
  return variable >= 0 ? ran.startsWith(asked.slice(0, variable).trimEnd()) : ran === asked;
}
