import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codeOnly } from './code-text.ts';
import { files, isTest, placesOf, read, sources } from './repository.ts';

const longest = 250;
/** Tables that read better in one piece. */
const tables = ['src/detect/cel/check-expression.ts'];

function violations(pattern: RegExp, of: readonly string[] = sources): readonly string[] {
  return of.flatMap(file => placesOf(file, codeOnly(read(file)), pattern));
}

/** Import and export lists rename with `as`; that is no assertion. */
function withoutLists(text: string): string {
  return text.replace(/^(import|export)\s[^;]*;/gm, statement => statement.replace(/[^\n]/g, ' '));
}

describe('house style', () => {
  it('no file of code is longer than it can be read', () => {
    const long = sources.filter(file => !isTest(file) && !tables.includes(file) && lines(file) > longest);
    assert.deepEqual(
      long.map(file => `${file}: ${lines(file)} lines`),
      [],
    );
  });

  /** `any` is biome's to find. */
  it('no type assertions but `as const`', () => {
    const assertions = sources.flatMap(file =>
      placesOf(file, withoutLists(codeOnly(read(file))), /[\w\])}'"`>!] as (?!const\b)[A-Za-z{[(].*/g),
    );
    assert.deepEqual(assertions, []);
  });

  it('no checks of the compiler are switched off', () => {
    const comments = sources.flatMap(file =>
      placesOf(
        file,
        read(file),
        /@ts-(ignore|nocheck|expect-error)|biome-ignore|oxlint-disable|eslint-disable/g,
      ),
    );
    const own = comments.filter(place => !place.startsWith('test/repo/'));
    assert.deepEqual(own, []);
  });

  it('named exports only, no enums, no namespaces', () => {
    assert.deepEqual(violations(/\bexport\s+default\b/g), []);
    assert.deepEqual(violations(/^\s*(export\s+)?(declare\s+)?(const\s+)?(enum|namespace)\s+\w/gm), []);
  });

  it('a part is a function, not a class', () => {
    assert.deepEqual(violations(/^\s*(export\s+)?(abstract\s+)?class\s+\w/gm), []);
  });

  it('files are named after what they hold, in kebab-case', () => {
    const names = sources.filter(
      file => !/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.ts$/.test(file),
    );
    assert.deepEqual(names, []);
    assert.deepEqual(
      sources.filter(file => /\/(index|utils?|helpers?|common|misc|types)\.ts$/.test(file)),
      [],
    );
  });

  it('names say what a thing is', () => {
    const vague =
      /\b(?:function\*?|class|interface|type)\s+(\w*(?:Manager|Helper|Util|Utils|Handler|Impl|Base)|\w*Service(?!Account)|Base[A-Z]\w*)\b/g;
    assert.deepEqual(violations(vague), []);
  });

  it('nothing is left for later in comments', () => {
    const marker = new RegExp(
      `\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')}|${['X', 'XX'].join('')})\\b`,
      'g',
    );
    const texts = files.filter(
      file => /\.(ts|md|yml|yaml|sh|json)$/.test(file) && !/community|recordings/.test(file),
    );
    assert.deepEqual(
      texts.flatMap(file => placesOf(file, read(file), marker)),
      [],
    );
  });
});

function lines(file: string): number {
  return read(file).trimEnd().split('\n').length;
}
