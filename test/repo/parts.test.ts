import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parts } from '../../src/app/parts.ts';
import { formatParts } from '../../src/formats/parts.ts';
import { files } from './repository.ts';

const foldersIn = (folder: string): readonly string[] => [
  ...new Set(
    files
      .filter(file => file.startsWith(`${folder}/`) && file.slice(folder.length + 1).includes('/'))
      .map(file => file.slice(folder.length + 1).split('/')[0] ?? ''),
  ),
];

/** What formats share, and what detectors share. */
const shared = new Set(['framing', 'envelope', 'seen', 'rules', 'cases']);
const partsIn = (folder: string): readonly string[] =>
  foldersIn(folder)
    .filter(name => !shared.has(name))
    .toSorted();

describe('parts are listed in one file, and what is listed exists', () => {
  it('sources', () => {
    const listed = new Set([...Object.keys(parts.sources), ...Object.keys(parts.liveSources)]);
    assert.deepEqual([...listed].toSorted(), partsIn('src/sources'));
  });

  it('stores', () => assert.deepEqual(Object.keys(parts.stores).toSorted(), partsIn('src/stores')));

  it('formats', () => {
    assert.deepEqual([...parts.formats].toSorted(), partsIn('src/formats'));
    assert.deepEqual(
      formatParts.map(({ name }) => name),
      parts.formats,
    );
  });

  it('detectors', () => assert.deepEqual(Object.keys(parts.detectors).toSorted(), partsIn('src/detect')));

  it('printers', () => {
    const missing = parts.printers.filter(name => !files.includes(`src/printers/${name}.ts`));
    assert.deepEqual(missing, []);
  });

  it('every source, store and detector can be loaded', async () => {
    for (const list of [parts.sources, parts.liveSources, parts.stores, parts.detectors])
      for (const load of Object.values(list)) assert.equal(typeof (await load()), 'function');
  });
});
