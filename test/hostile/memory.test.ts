import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { numberAt } from '../../src/model/json.ts';
import { streams } from './streams.ts';

const program = join(import.meta.dirname, 'decode-stream.ts');
/** Node.js by itself takes about 60 MB; the heap is too small to hold any of the streams. */
const most = 200 * 1024 * 1024;

function decode(name: string, mode: string): unknown {
  const words = ['--max-old-space-size=80', program, name, mode];
  return JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' }));
}

describe('memory does not grow with the input', () => {
  for (const { name, megabytes, atLeast } of streams)
    for (const mode of megabytes < 300 ? ['scanned'] : ['scanned', 'everything'])
      test(`${megabytes} MB, ${name}: ${mode}`, () => {
        const counted = decode(name, mode);
        const peak = numberAt(counted, 'peak') ?? Number.POSITIVE_INFINITY;
        assert.ok(peak < most, `took ${Math.round(peak / 1024 / 1024)} MB`);
        assert.ok((numberAt(counted, 'events') ?? -1) >= atLeast.events, JSON.stringify(counted));
        assert.ok((numberAt(counted, 'refusals') ?? -1) >= atLeast.refusals, JSON.stringify(counted));
      });
});
