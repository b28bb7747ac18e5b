import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { shippedReference } from '../../src/cli/reference-sources.ts';
import { files, read, root } from './repository.ts';

describe('docs/reference is what the program says of itself', () => {
  const pages = shippedReference();

  for (const [name, text] of pages) {
    it(name, () => {
      const stale = `docs/reference/${name} is out of date: node tools/docs.ts`;
      assert.ok(files.includes(`docs/reference/${name}`) && read(`docs/reference/${name}`) === text, stale);
    });
  }

  it('holds nothing else', () => {
    const others = readdirSync(join(root, 'docs/reference')).filter(name => !pages.has(name));
    assert.deepEqual(
      others.filter(name => name !== 'README.md'),
      [],
    );
  });
});

it('links between documents lead somewhere', () => {
  const documents = files.filter(file => file.endsWith('.md') && !/community|recordings/.test(file));
  const known = new Set(files.flatMap(file => [file, ...parents(file)]));
  const broken = documents.flatMap(file =>
    [...read(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(#[^)]*)?\)/g)]
      .map(([, target = '']) => join(dirname(file), target).replace(/\/$/, ''))
      .filter(target => !known.has(target))
      .map(target => `${file} -> ${target}`),
  );
  assert.deepEqual(broken, []);
});

function parents(file: string): readonly string[] {
  const parent = dirname(file);
  return parent === '.' ? ['.'] : [parent, ...parents(parent)];
}
