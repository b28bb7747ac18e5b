import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { stringAt } from '../../model/json.ts';
import type { All } from '../envelope/decode-all.ts';
import { decodeAll, decodeExample, reasonsOf } from '../envelope/decode-all.ts';
import { partsOf, readCronFile } from './cron-lines.ts';

const entriesOf = (all: All): readonly string[] =>
  all.activities.map(activity => {
    if (activity.type !== 'manifest') return 'audit';
    const { object, origin } = activity;
    const at = (key: string): string => stringAt(object, key) ?? '';
    return `${origin.line} [${at('schedule')}] ${at('timeZone')} ${at('user')}: ${at('command').slice(0, 24)}`;
  });

test('lines that start containers; the others are counted', () => {
  const system = decodeExample('cron-file', 'crontab');
  assert.deepEqual(entriesOf(system), [
    '9 [30 2 * * *] Europe/Berlin root: flock -n /run/backup.loc',
    '11 [*/10 * * * *] Europe/Berlin www: docker exec -u www-data ',
    '12 [@reboot] Europe/Berlin root: /usr/local/bin/docker-co',
  ]);
  assert.deepEqual([system.skipped, reasonsOf(system)], [3, []]);
  const own = decodeExample('cron-file', 'own-crontab.txt');
  assert.deepEqual(entriesOf(own), [
    '3 [*/5 * * * *]  : podman run --rm --privil',
    '4 [* * * * *]  : curl -s http://203.0.113',
    '5 [0 1 * * *]  : kubectl -n data create j',
    '6 [0 0 * * *]  : nerdctl run --rm alpine ',
  ]);
  assert.deepEqual([own.skipped, reasonsOf(own)], [1, []]);
});

test('lines', () => {
  const table: [string, string | undefined][] = [
    ['* * * * * x', '* * * * *'],
    ['*/5 0-6,12 1 jan-mar mon,fri x y', '*/5 0-6,12 1 jan-mar mon,fri'],
    ['@daily x', '@daily'],
    ['@reboot', undefined],
    ['-5 4 * * * x', '5 4 * * *'],
    ['a b c d e f', undefined],
    ['1 2 3 4', undefined],
    ['2026-11-23 10:00:00 GET / 200 ok x', undefined],
  ];
  for (const [line, schedule] of table) assert.equal(partsOf(line)?.schedule, schedule, line);
});

test('the percent sign begins standard input', () => {
  const commandOf = (line: string) => readCronFile(`* * * * * ${line}\n`, false).entries[0]?.command;
  assert.equal(commandOf('a \\% b'), 'a % b');
  assert.equal(commandOf("docker exec -i x sh%it's%b"), "echo 'it'\\''s\nb' | docker exec -i x sh");
});

test('whether there is a user', () => {
  const line = '0 3 * * * root docker run --rm a b\n';
  const userOf = (file: string, text = line): string => {
    const [activity] = decodeAll(text, { file }).activities;
    return activity?.type === 'manifest' ? (stringAt(activity.object, 'user') ?? '') : 'none';
  };
  assert.equal(userOf('/etc/cron.d/x'), 'root');
  assert.equal(userOf('x.txt'), 'root');
  assert.equal(userOf('/var/spool/cron/crontabs/root', '0 3 * * * docker run --rm a b\n'), '');
});

test('a file with other lines is none, unless its name says so', () => {
  const text = '* * * * * docker run a\nGET / HTTP/1.1\n';
  assert.deepEqual(reasonsOf(decodeAll('GET /\n* * * * * docker run a\n')), ['unknown-format@1']);
  assert.deepEqual(reasonsOf(decodeAll(text, { file: '/etc/cron.d/x' })), ['unknown-format@2']);
});

test('it never throws', () => {
  const piece = fc.constantFrom(
    '* * * * * ',
    '@daily ',
    'docker run x',
    '\n',
    '%',
    '\\%',
    'TZ=',
    '#',
    '\t',
    "'",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 40 }), pieces => {
      for (const { line } of readCronFile(pieces.join(''), true).entries) assert.ok(line >= 1);
    }),
    { numRuns: 500 },
  );
});
