import { Command } from 'commander';
import type { Finish } from './program.ts';
export function rulesCommand(_finish: Finish, _program?: () => Command): Command {
  return new Command('rules');
}
