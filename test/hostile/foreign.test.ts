import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDecoder } from '../../src/formats/decoder.ts';
import type { RefusalReason } from '../../src/model/refusal.ts';
import { refusalReasons } from '../../src/model/refusal.ts';
import { readWorkloadChange } from '../../src/workloads/read-workload-change.ts';

interface Hostile {
  readonly name: string;
  readonly file: string;
  readonly content: () => string;
  readonly inspected: number;
  readonly skipped?: number;
  readonly refused: { readonly [reason in RefusalReason]?: number };
}

const mebibyte = 1024 * 1024;
const job = (text: string): string => `job "x" {\n${text}`;
const cron = '* * * * * docker run alpine sh\n';

/** Files of other orchestrators that were made to hurt, were cut, or are damaged: each ends in counts. */
const files: readonly Hostile[] = [
  {
    name: 'blocks without end',
    file: 'a.nomad',
    content: () => job('a {\n'.repeat(100_000)),
    inspected: 0,
    refused: { 'too-deep': 1 },
  },
  {
    name: 'a list without end',
    file: 'a.nomad',
    content: () => job(`a = ${'['.repeat(500_000)}`),
    inspected: 0,
    refused: { 'too-deep': 1 },
  },
  {
    name: 'templates without end',
    file: 'a.nomad',
    content: () => job(`a = "${'${"'.repeat(300_000)}`),
    inspected: 0,
    refused: { 'unknown-format': 1 },
  },
  {
    name: 'heredocs without end',
    file: 'a.nomad',
    content: () => job('a = <<E\n'.repeat(100_000)),
    inspected: 0,
    refused: { 'cut-off': 1 },
  },
  {
    name: 'a job larger than any',
    file: 'a.nomad',
    content: () => job(`a = "${'x'.repeat(3 * mebibyte)}"\n}\n`),
    inspected: 0,
    refused: { 'too-long': 1 },
  },
  {
    name: 'ten thousand jobs',
    file: 'a.nomad',
    content: () => 'job "x" { type = "batch" }\n'.repeat(10_000),
    inspected: 10_000,
    refused: {},
  },
  {
    name: 'a file larger than a record',
    file: 'a.nomad',
    content: () => job('# a\n'.repeat(5 * mebibyte)),
    inspected: 0,
    refused: { 'too-long': 1 },
  },
  {
    name: 'ten thousand services',
    file: 'c.yaml',
    content: () =>
      `services:\n${Array.from({ length: 10_000 }, (_, at) => `  s${at}: {image: x}\n    \n`).join('')}  t:\n    image: y\n`,
    inspected: 10_001,
    refused: {},
  },
  {
    name: 'aliases that multiply',
    file: 'c.yaml',
    content: () =>
      `services:\n  a:\n    image: x\n    x0: &x0 [1,1,1,1,1,1,1,1,1,1]\n${Array.from({ length: 8 }, (_, at) => `    x${at + 1}: &x${at + 1} [${`*x${at},`.repeat(10)}]\n`).join('')}`,
    inspected: 0,
    refused: { 'expands-too-far': 1 },
  },
  {
    name: 'a command of sixteen thousand words',
    file: 'c.yaml',
    content: () => `services:\n  a:\n    image: x\n    command: ${'w '.repeat(16_000)}\n`,
    inspected: 1,
    refused: {},
  },
  {
    name: 'a cron line of ten megabytes',
    file: 'crontab',
    content: () => `${cron}* * * * * docker run ${'x'.repeat(10 * mebibyte)}\n${cron}`,
    inspected: 3,
    refused: {},
  },
  {
    name: 'blanks where a value is wanted',
    file: 'crontab',
    content: () => `${cron}TZ=${' '.repeat(mebibyte)}x y\n`,
    inspected: 1,
    refused: {},
  },
  {
    name: 'a hundred thousand cron lines',
    file: 'crontab',
    content: () => cron.repeat(100_000),
    inspected: 100_000,
    refused: {},
  },
  {
    name: 'scripts in scripts',
    file: 'crontab',
    content: () => `* * * * * ${'sh -c "docker run '.repeat(2_000)}\n`,
    inspected: 1,
    refused: {},
  },
  {
    name: 'lines that go on',
    file: 'a.service',
    content: () => `[Service]\nExecStart=docker run \\\n${'a \\\n'.repeat(200_000)}`,
    inspected: 1,
    refused: {},
  },
  {
    name: 'half a unit',
    file: 'a.container',
    content: () => '[Container]\nImage=x\nVol',
    inspected: 1,
    refused: { 'unknown-format': 1 },
  },
  {
    name: 'a deep task definition',
    file: 't.json',
    content: () =>
      `{"family":"x","containerDefinitions":[{"name":"a"}]}\n{"family":"y","containerDefinitions":[${'['.repeat(5_000)}${']'.repeat(5_000)}]}\n`,
    inspected: 1,
    refused: { 'too-deep': 1 },
  },
  {
    name: 'a cut trail',
    file: 'trail.json',
    content: () =>
      '{"Records":[{"eventVersion":"1.09","eventSource":"ecs.amazonaws.com","eventName":"RunTask"},{"eventVersion":"1.0',
    inspected: 1,
    refused: { 'cut-off': 1 },
  },
];

const chunkBytes = 61_001;

for (const { name, file, content, inspected, skipped = 0, refused } of files) {
  test(name, () => {
    const bytes = Buffer.from(content());
    const counts = { inspected: 0, skipped: 0, refused: new Map<RefusalReason, number>() };
    const decode = createDecoder({ cluster: '', interest: 'everything' }, decoded => {
      counts.skipped += decoded.skipped;
      counts.inspected += decoded.activities.length;
      for (const activity of decoded.activities.slice(0, 100)) readWorkloadChange(activity);
      for (const { reason, detail } of decoded.refusals) {
        assert.ok(Object.hasOwn(refusalReasons, reason) && detail.length <= 200, detail);
        counts.refused.set(reason, (counts.refused.get(reason) ?? 0) + 1);
      }
    });
    for (let at = 0; at < bytes.length; at += chunkBytes)
      decode({ source: 'audit-file', file, bytes: bytes.subarray(at, at + chunkBytes), last: false });
    decode({ source: 'audit-file', file, bytes: Buffer.alloc(0), last: true });
    assert.deepEqual(
      [counts.inspected, counts.skipped, Object.fromEntries(counts.refused)],
      [inspected, skipped, refused],
    );
  });
}
