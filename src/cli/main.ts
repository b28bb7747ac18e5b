#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { exitCodes } from '../app/exit-codes.ts';
import { version } from '../app/root.ts';

const words = process.argv.slice(2);

process.on('uncaughtException', error => {
  process.stderr.write(
    `watchbill: this is a bug of Watchbill ${version}, please report it\n${error.stack ?? error.message}\n`,
  );
  process.exit(exitCodes.bug);
});

if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
  process.stdout.write(`watchbill ${version}\n`);
} else {
  // In the user's own folder: a shared one, such as the default below /tmp, others could write to.
  enableCompileCache(
    join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'watchbill', 'compiled'),
  );
  const { run } = await import('./program.ts');
  process.exitCode = await run(words);
}
