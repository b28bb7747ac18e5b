#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { version } from '../app/root.ts';

enableCompileCache();

if (process.argv[2] === '--version' || process.argv[2] === '-V') {
  process.stdout.write(`watchbill ${version}\n`);
} else {
  const { run } = await import('./program.ts');
  process.exitCode = await run(process.argv.slice(2));
}
