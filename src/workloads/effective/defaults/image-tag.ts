import type { Json } from '../../../model/json.ts';
import { readImage } from '../../image-reference.ts';

/** The tag that decides the pull policy: `latest` where there is neither tag nor digest; an image that is none has no tag. */
export function isLatest(image: Json | undefined): boolean {
  if (typeof image !== 'string') return false;
  const { repository, tag, digest, registry } = readImage(image);
  if (registry === '' && tag === '' && digest === '') return false;
  return repository !== '' && (tag === 'latest' || (tag === '' && digest === ''));
}
