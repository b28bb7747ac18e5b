import type { Group } from '../incidents/incident-group.ts';
import { quoted } from '../words.ts';

const sentences = new Map([
  ['requestObject', 'the body that was sent'],
  ['responseObject', 'the object as it was stored'],
  ['responseStatus', 'whether the request was carried out after admission'],
  ['sourceIPs', 'from where it was sent'],
  ['userAgent', 'by which program'],
  ['user', 'who did it: only a log of requests tells'],
  ['objectRef.name', 'the name that the server gave it'],
]);

/** What could not be seen and would have helped; that nothing is missing is said as well. */
export function unseenSentences({ missing, levels }: Group): readonly string[] {
  if (missing.length === 0) return [nothingMissing(levels)];
  const things = missing.map(name => sentences.get(name) ?? quoted(name, 100));
  const where = isOnlyWatched(levels)
    ? 'the API server showed the object'
    : `audit level ${levels.join(', ')}`;
  return [`not logged: ${things.join(', ')} (${where})`];
}

const isOnlyWatched = (levels: readonly string[]): boolean => levels.every(level => level === 'watch');

function nothingMissing(levels: readonly string[]): string {
  if (isOnlyWatched(levels)) return 'nothing: the object itself was seen, and who wrote it';
  if (levels.includes('manifest')) return 'nothing: the whole file was read';
  if (levels.every(level => level === 'node')) return 'nothing that the rules asked for: seen on the node';
  const onlyMetadata = levels.every(level => level === 'Metadata');
  const seen = onlyMetadata
    ? 'Metadata tells all that the rules asked for'
    : `logged at ${levels.join(', ')}`;
  return `nothing that the rules asked for: ${seen}`;
}
