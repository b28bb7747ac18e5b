import type { Group } from './incident-group.ts';
import { quoted } from './words.ts';

const sentences = new Map([
  ['requestObject', 'the body that was sent'],
  ['responseObject', 'the object as it was stored'],
  ['objectRef.name', 'the name that the server gave it'],
]);

/** What could not be seen and would have helped; that nothing is missing is said as well. */
export function unseenSentences({ missing, levels }: Group): readonly string[] {
  if (missing.length === 0) return [nothingMissing(levels)];
  const things = missing.map(name => sentences.get(name) ?? quoted(name, 100));
  return [`not logged: ${things.join(', ')} (audit level ${levels.join(', ')})`];
}

function nothingMissing(levels: readonly string[]): string {
  if (levels.includes('manifest')) return 'nothing: the whole file was read';
  if (levels.every(level => level === 'node')) return 'nothing that the rules asked for: seen on the node';
  const onlyMetadata = levels.every(level => level === 'Metadata');
  const seen = onlyMetadata
    ? 'Metadata tells all that the rules asked for'
    : `logged at ${levels.join(', ')}`;
  return `nothing that the rules asked for: ${seen}`;
}
