import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { auditEvent } from '../support/signals.ts';
import {
  fileOf,
  harmless,
  linesOf,
  newFolder,
  objectsIn,
  recording,
  root,
  start,
  suspicious,
} from './run-watchbill.ts';

/** What a running program has said; resolves when it has said something that fits. */
function listen(child: ChildProcess) {
  const said = { out: '', err: '' };
  child.stdout?.on('data', data => {
    said.out += String(data);
  });
  child.stderr?.on('data', data => {
    said.err += String(data);
  });
  const until = async (fits: () => boolean): Promise<void> => {
    for (let tries = 0; !fits(); tries += 1) {
      assert.ok(tries < 600, `waited in vain; so far: ${said.out}${said.err}`);
      await sleep(50);
    }
  };
  return { said, until };
}

const ended = async (child: ChildProcess): Promise<number | null> =>
  child.exitCode ?? Number((await once(child, 'close'))[0]);

describe('following', () => {
  it('reports what is appended, through rotation, and sums up when interrupted', {
    timeout: 120_000,
  }, async () => {
    const log = join(newFolder(), 'audit.log');
    writeFileSync(log, harmless);
    const child = start(['scan', '-f', log, '-o', 'ndjson']);
    const { said, until } = listen(child);
    appendFileSync(log, suspicious);
    await until(() => said.out.includes('"type":"finding"'));
    const before = objectsIn(said.out).length;

    renameSync(log, `${log}.1`);
    writeFileSync(
      log,
      linesOf(auditEvent({ auditID: 'after-rotation', user: { username: 'other@corp.example' } })),
    );
    await until(() => said.out.includes('after-rotation'));
    assert.ok(objectsIn(said.out).length > before);

    child.kill('SIGINT');
    assert.equal(await ended(child), 130);
    const objects = objectsIn(said.out);
    assert.equal(objects.at(-1)?.['type'], 'summary');
    assert.equal(objects.at(-1)?.['events'], 3);
    assert.ok(objects.some(({ type }) => type === 'incident'));
  });

  it('SIGTERM ends it in the same way, with its own code', { timeout: 60_000 }, async () => {
    const child = start(['scan', '-f', fileOf(suspicious), '-o', 'ndjson']);
    const { said, until } = listen(child);
    await until(() => said.out.includes('"type":"finding"'));
    child.kill('SIGTERM');
    assert.equal(await ended(child), 143);
    assert.ok(said.out.includes('"type":"summary"'));
  });
});

describe('standard output that goes away', () => {
  it('is no error: `| head`', () => {
    const command = `"$NODE" "$MAIN" scan "$LOG" -o ndjson --rules community | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', command], {
      encoding: 'utf8',
      env: {
        ...process.env,
        WATCHBILL_NO_STATE: '1',
        NODE: process.execPath,
        MAIN: join(root, 'src/cli/main.ts'),
        LOG: recording,
      },
    });
    const [first = '', code] = stdout.trimEnd().split('\n');
    assert.equal(objectsIn(first)[0]?.['type'], 'finding');
    // The reader may be gone before the last write, or only after it.
    assert.match(code ?? '', /^(141|1)$/);
    assert.doesNotMatch(stderr, /EPIPE|bug/);
  });

  it('does not cost the other outputs', () => {
    const file = join(newFolder(), 'all.ndjson');
    const command = `"$NODE" "$MAIN" scan "$LOG" -o wide -o "ndjson=$OUT" --rules community --quiet | true; echo "\${PIPESTATUS[0]}"`;
    const { stdout } = spawnSync('bash', ['-c', command], {
      encoding: 'utf8',
      env: {
        ...process.env,
        WATCHBILL_NO_STATE: '1',
        NODE: process.execPath,
        MAIN: join(root, 'src/cli/main.ts'),
        LOG: recording,
        OUT: file,
      },
    });
    assert.equal(stdout.trim(), '1');
    assert.ok(existsSync(file));
    assert.equal(objectsIn(readFileSync(file, 'utf8')).at(-1)?.['type'], 'summary');
  });
});
