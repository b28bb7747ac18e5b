import assert from 'node:assert/strict';
import { it } from 'node:test';
import { codeOnly } from './code-text.ts';
import { isTest, placesOf, read, sources } from './repository.ts';

const pure = sources.filter(
  file =>
    /^src\/(model|formats|workloads|lineage|inventory|detect|findings|coverage|printers|pipeline|evaluate)\//.test(
      file,
    ) && !isTest(file),
);

/** Time, chance and surroundings are arguments, so that the same input gives the same output, live or replayed. */
const impure = [
  /\bDate\.now\b/g,
  /\bnew Date\(\s*\)/g,
  /\bDate\(\s*\)/g,
  /\bMath\.random\b/g,
  /\brandom(UUID|Bytes|Int)\b/g,
  /(?<![.\w])process\./g,
  /(?<![.\w])performance\./g,
  /(?<![.\w])(setTimeout|setInterval|setImmediate|fetch)\(/g,
  /\bposix\.resolve\(/g,
  /(?<![.\w])console\./g,
  /\btoLocale\w+\(\s*\)/g,
];

it('pure folders ask neither the clock nor chance nor the environment', () => {
  const found = pure.flatMap(file => {
    const text = codeOnly(read(file));
    return impure.flatMap(pattern => placesOf(file, text, pattern));
  });
  assert.deepEqual(found, []);
});

it('regular expressions from rules and users go through the linear-time engine', () => {
  const found = pure.flatMap(file =>
    placesOf(file, codeOnly(read(file)), /\bnew RegExp\(|(?<![.\w])RegExp\(/g),
  );
  assert.deepEqual(found, []);
});

it('code is never made from text', () => {
  const found = sources.flatMap(file =>
    placesOf(file, codeOnly(read(file)), /(?<![.\w])eval\(|\bnew Function\(|\bvm\.run/g),
  );
  assert.deepEqual(found, []);
});
