import type { Author } from './author.ts';
import type { Sighting } from './sighting.ts';

const mostAuthors = 10_000;

/** Few write, and they write much: one value an identity. */
export function createAuthorPool(): (sighting: Sighting) => Sighting {
  const authors = new Map<string, Author>();
  return sighting => {
    const key = keyOf(sighting.author);
    const author = authors.get(key) ?? sighting.author;
    if (authors.size < mostAuthors) authors.set(key, author);
    return author === sighting.author ? sighting : { ...sighting, author };
  };
}

const keyOf = (author: Author): string =>
  `${author.user}\n${author.effectiveUser}\n${author.pod}\n${author.credential}\n${author.userAgent}\n${author.sourceIPs.join()}\n${author.groups.join()}`;
