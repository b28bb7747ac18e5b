import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { files, placesOf, read, root } from './repository.ts';

const binary = /\.(gz|zst|png|ico|woff2?)$/;
const texts = files.filter(file => !binary.test(file) && statSync(join(root, file)).size < 4 << 20);

function places(pattern: RegExp, except: RegExp = /^$/): readonly string[] {
  return texts.filter(file => !except.test(file)).flatMap(file => placesOf(file, read(file), pattern));
}

describe('what is committed', () => {
  it('names no place of a machine that it was made on', () => {
    const folders = ['work', 'root', 'tmp/[a-z]+\\.[A-Za-z0-9]+', 'home/[a-z]+', 'Users/[a-z]+'].join('|');
    const pattern = new RegExp(`(?<![\\w.:$}~*-])/(${folders})/[\\w.-]+`, 'g');
    // Rules, samples and recordings speak of such folders inside containers and on nodes.
    assert.deepEqual(
      places(
        pattern,
        /^(rules|recordings|test\/(data|hostile|oracle)|src\/.*\/examples)\/|\.test\.ts$|hygiene/,
      ),
      [],
    );
  });

  it('takes packages from wherever the user takes them', () => {
    assert.deepEqual(places(/"resolved":\s*"(?!https:\/\/registry\.npmjs\.org\/)[^"]*"/g), []);
    const settings = places(/^\s*(registry|index-url|extra-index-url|GOPROXY|replace-with)\s*=.*/gm);
    assert.deepEqual(settings, []);
  });

  it('holds no private key and no token that looks real', () => {
    const secrets = new RegExp(
      [
        '-----BEGIN (RSA |EC |OPENSSH )?PRIVATE KEY-----\\n[A-Za-z0-9+/=\\n]{200,}',
        '\\bAKIA(?!IOSFODNN7EXAMPLE)[0-9A-Z]{16}\\b',
        '\\bgh[pousr]_[A-Za-z0-9]{36}\\b',
        '\\bxox[abp]-[0-9]{10,}-[0-9A-Za-z-]{20,}',
      ].join('|'),
      'g',
    );
    assert.deepEqual(places(secrets), []);
  });

  it('is no build product and not large', () => {
    assert.deepEqual(
      files.filter(file => /(^|\/)(node_modules|dist|__pycache__|target)\/|^coverage\//.test(file)),
      [],
    );
    const large = files.filter(file => statSync(join(root, file)).size > 2 << 20);
    assert.deepEqual(large, []);
  });

  it('code, rules and tests do not know the names of the recording', () => {
    const names = new Set(
      [...read('recordings/harbor/truth.jsonl').matchAll(/"(?:user|actor)":\s*"([^"]+)"/g)]
        .map(([, name = '']) => name)
        .filter(name => /[^a-z]/.test(name) && !name.startsWith('system:')),
    );
    const code = texts.filter(file => /^(src|rules)\//.test(file) && !file.startsWith('rules/community/'));
    const found = code.flatMap(file => {
      const text = read(file);
      return [...names].filter(name => text.includes(name)).map(name => `${file}: ${name}`);
    });
    assert.deepEqual(found, []);
  });
});
