import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { auditEvent, cronJob } from '../support/signals.ts';
import { fileOf, linesOf, root, suspicious, watchbill } from './run-watchbill.ts';

const controlStart = '\u001b';

describe('colours', () => {
  const log = fileOf(suspicious);
  const isColored = (words: readonly string[], env: Readonly<Record<string, string>> = {}): boolean =>
    watchbill(['scan', log, ...words], { env }).out.includes(`${controlStart}[`);

  it('not into a file or a pipe, unless asked for', () => {
    assert.equal(isColored([]), false);
    assert.equal(isColored(['--color']), true);
    assert.equal(isColored([], { FORCE_COLOR: '1' }), true);
    assert.equal(isColored([], { WATCHBILL_COLOR: 'true' }), true);
  });

  it('NO_COLOR and --no-color switch them off', () => {
    assert.equal(isColored([], { FORCE_COLOR: '1', NO_COLOR: '1' }), false);
    assert.equal(isColored(['--no-color'], { FORCE_COLOR: '1' }), false);
    assert.equal(isColored(['--color', '--no-color']), false);
  });
});

describe('on a terminal', { skip: hasScript() ? false : 'script(1) of util-linux is missing' }, () => {
  const log = fileOf(suspicious);

  it('colours, and a summary once', () => {
    const { text } = onTerminal(['scan', log]);
    assert.ok(text.includes(`${controlStart}[`));
    assert.equal(text.split('events read').length + text.split('event read').length, 3);
  });

  it('NO_COLOR is obeyed there, too', () => {
    assert.ok(
      !onTerminal(['scan', log, '--no-progress'], { NO_COLOR: '1' }).text.includes(`${controlStart}[`),
    );
  });

  it('without an input it does not wait for typing', () => {
    const { code, text } = onTerminal(['scan']);
    assert.equal(code, 2);
    assert.match(text, /name a file/);
  });
});

function hasScript(): boolean {
  return spawnSync('script', ['--version']).status === 0;
}

/** Runs the program in a pseudo-terminal. */
function onTerminal(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const command = [process.execPath, join(root, 'src/cli/main.ts'), ...words]
    .map(word => `'${word}'`)
    .join(' ');
  const { NO_COLOR: _, FORCE_COLOR: __, ...rest } = process.env;
  const { status, stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
    encoding: 'utf8',
    env: { ...rest, TERM: 'xterm', WATCHBILL_NO_STATE: '1', ...env },
  });
  return { code: status, text: stdout };
}

describe('text from logs is hostile', () => {
  const evil = `${controlStart}]0;owned\u0007${controlStart}[2Jnightly\r\nfake: line \u202e\u200b<script>alert(1)</script>|\u0000`;
  const object = { ...cronJob, metadata: { name: evil, namespace: evil } };
  const log = fileOf(
    linesOf(
      auditEvent({
        user: { username: evil, groups: [evil] },
        userAgent: evil,
        objectRef: { resource: 'cronjobs', namespace: evil, name: evil, apiGroup: 'batch', apiVersion: 'v1' },
        requestObject: object,
        responseObject: object,
      }),
    ),
  );

  for (const format of ['table', 'wide', 'markdown', 'junit', 'yaml', 'json', 'ndjson', 'sarif', 'html'])
    it(`${format} holds no character that a terminal obeys`, () => {
      const { out, err, code } = watchbill(['scan', log, '-o', format]);
      assert.equal(code, 1);
      const raw = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u202e]/;
      assert.doesNotMatch(out, raw);
      assert.doesNotMatch(err, raw);
      if (format === 'junit') assert.ok(!out.includes('<script>'));
    });

  it('nor do explanations and error messages', () => {
    const raw = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u202e]/;
    const explained = watchbill(['explain', '--rule', 'download-piped-to-interpreter', '--line', '1', log]);
    assert.equal(explained.code, 0, explained.err);
    assert.doesNotMatch(explained.out, raw);
    assert.doesNotMatch(watchbill(['scan', `no-such-${controlStart}[2J-file`]).err, raw);
    assert.doesNotMatch(watchbill(['scan', 'x', '--format', `${controlStart}[2J`]).err, raw);
  });

  it('secrets of bodies are in no output', () => {
    const secret = fileOf(suspicious);
    for (const format of ['table', 'wide', 'json', 'yaml', 'sarif', 'junit', 'markdown', 'html'])
      assert.ok(!watchbill(['scan', secret, '-o', format]).out.includes('hunter2'), format);
    const { out } = watchbill(['explain', '--rule', 'download-piped-to-interpreter', '--line', '1', secret]);
    assert.ok(!out.includes('hunter2'));
  });
});
