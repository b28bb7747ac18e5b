import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { stringAt } from '../../src/model/json.ts';
import { cronJob } from '../support/signals.ts';
import { fileOf, newFolder, objectsIn, recording, suspicious, watchbill } from './run-watchbill.ts';

const why = ['--owner', 'data@corp.example', '--reason', 'moved, CHG-1', '--expires', '2099-01-01'];
const learning = ['--learn-until', '2026-11-23T04:37:02Z'];
const incidentsIn = (out: string) => objectsIn(out).filter(({ type }) => type === 'incident');
const idsIn = (out: string) => incidentsIn(out).map(incident => stringAt(incident, 'id') ?? '');

describe('an exception from an incident of the recording', () => {
  const env = { XDG_STATE_HOME: newFolder() };
  const cwd = newFolder();
  const scan = ['scan', recording, ...learning, '-o', 'ndjson', '-q', '--no-correlation'];
  const scanned = watchbill(scan, { env }).out;
  const isTaken = ({ title }: { readonly title?: unknown }): boolean =>
    String(title).startsWith('data/CronJob nightly-report: ');
  const id = stringAt(incidentsIn(scanned).find(isTaken), 'id') ?? '';

  it('is as narrow as it, and says what it would have hidden and what it leaves open; --dry-run writes nothing', () => {
    const { code, out, err } = watchbill(['except', id.slice(0, 8), ...why, '--dry-run'], { env, cwd });
    assert.equal(code, 0, err);
    assert.match(out, /^ {8}name: nightly-report$/m);
    assert.match(out, /^ {8}repository: ghcr\.io\/ops-tools\/runner$/m);
    assert.match(out, /^ {8}window: 02:30-02:30$/m);
    assert.match(out, /would have hidden so far: 4 findings \(the input was read again with it\)/);
    assert.match(out, new RegExp(`incident ${id}, .*: was high, would be gone`));
    assert.match(
      out,
      /whoever has the credentials of dev@corp\.example can make or change CronJob nightly-report/,
    );
    assert.match(out, /nothing was written/);
    assert.equal(existsSync(join(cwd, 'suppressions.yaml')), false);
  });

  it('is obeyed by the next scan, which lists it; all other incidents stay', () => {
    assert.equal(watchbill(['except', id, ...why], { env, cwd }).code, 0);
    const { out } = watchbill([...scan, '--suppressions', 'suppressions.yaml'], { env, cwd });
    assert.deepEqual(
      idsIn(out),
      idsIn(scanned).filter(each => each !== id),
    );
    const [summary] = objectsIn(out).filter(({ type }) => type === 'summary');
    assert.match(
      JSON.stringify(summary),
      /"suppressions":\[\{"id":"cronjob-nightly-report-[^}]*"hidden":4\}/,
    );
  });

  it('goes into a file that is there, beside what it says; the same twice is refused', () => {
    const path = join(cwd, 'suppressions.yaml');
    writeFileSync(path, `# reviewed every month\n${readFileSync(path, 'utf8')}`);
    const log = fileOf(scanned, 'found.ndjson');
    const second = watchbill(['except', id, log, ...why, '--id', 'second'], { env, cwd });
    assert.equal(second.code, 0, second.err);
    const text = readFileSync(path, 'utf8');
    assert.match(text, /^# reviewed every month/);
    assert.match(text, /id: cronjob-nightly-report-[\s\S]*id: second/);
    const again = watchbill(['except', id, log, ...why, '--id', 'second'], { env, cwd });
    assert.equal(again.code, 2);
    assert.match(again.err, /"second" is used twice/);
    assert.equal(readFileSync(path, 'utf8'), text);
  });

  it('too wide is refused, unless it is meant', () => {
    const log = fileOf(scanned, 'found.ndjson');
    const file = join(newFolder(), 'wide.yaml');
    const wide = ['except', id, log, ...why, '--scope', 'user=', '--scope', 'name=*', '--file', file];
    const refused = watchbill(wide, { env });
    assert.equal(refused.code, 2);
    assert.match(refused.err, /too wide: it leaves open who does it and which object/);
    assert.match(refused.out, /anybody can make or change any CronJob in namespace data/);
    assert.equal(existsSync(file), false);
    assert.equal(watchbill([...wide, '--allow-wide'], { env }).code, 0);
    assert.match(readFileSync(file, 'utf8'), /name: "\*"/);
  });

  it('of a watch: from its state folder, and its summary lists what was hidden', () => {
    const state = join(newFolder(), 'state');
    const log = fileOf(suspicious);
    const run = (more: readonly string[] = []) =>
      watchbill(['run', '--state', state, '--source', `audit-file:${log}`, '--once', ...more]);
    assert.equal(run().code, 0);
    const stored = watchbill(['incidents', '--state', state, '-o', 'ndjson']).out;
    const file = join(newFolder(), 'suppressions.yaml');
    const [first = ''] = idsIn(stored);
    const made = watchbill(['except', first, '--state', state, ...why, '--file', file]);
    assert.equal(made.code, 0, made.err);
    assert.match(made.out, /as far as what was kept tells/);
    assert.match(made.out, new RegExp(`incident ${first}, .*, would be gone`));
    writeFileSync(
      log,
      suspicious + suspicious.replaceAll('b3f9a8e2', 'c4a0b9f3').replaceAll('04:37:14', '09:37:14'),
    );
    assert.equal(run(['--suppressions', file]).code, 0);
    assert.deepEqual(idsIn(watchbill(['incidents', '--state', state, '-o', 'ndjson']).out), [first]);
    assert.match(
      watchbill(['incidents', '--state', state]).out,
      /suppression cronjob-nightly-report-\w+ of data@corp\.example hid [1-9]\d* findings/,
    );
  });

  it('of a manifest', () => {
    const manifest = fileOf(JSON.stringify(cronJob), 'cron.json');
    const found = watchbill(['scan', manifest, '-o', 'ndjson', '-q'], { env }).out;
    const file = join(newFolder(), 'suppressions.yaml');
    const [first = ''] = idsIn(found);
    const made = watchbill(['except', first, ...why, '--file', file], { env });
    assert.equal(made.code, 0, made.err);
    assert.match(made.out, /would be gone/);
    assert.deepEqual(
      idsIn(watchbill(['scan', manifest, '-o', 'ndjson', '-q', '--suppressions', file]).out),
      [],
    );
  });

  it('with other words', () => {
    const mistakes: readonly (readonly [words: readonly string[], says: RegExp])[] = [
      [['except', 'xyz', ...why], /give the id of an incident/],
      [['except', 'ffffffff', recording, ...why], /no incident ffffffff is there/],
      [['except', id, recording, '--owner', 'o', '--reason', 'r'], /--expires/],
      [['except', id, recording, ...why.slice(0, -1), 'never'], /no such day or time/],
      [['except', id, recording, ...why.slice(0, -1), '2020-01-01'], /is past/],
      [['except', id, recording, ...why, '--scope', 'colour=red'], /--scope: give one of rules, cluster/],
      [['except', id, '-', ...why], /cannot be read again/],
    ];
    for (const [words, says] of mistakes) {
      const { code, err } = watchbill(words, { env });
      assert.equal(code, 2, words.join(' '));
      assert.match(err, says);
    }
    assert.equal(watchbill(['except', id, '--state', '/no/such', ...why], { env }).code, 4);
  });
});
