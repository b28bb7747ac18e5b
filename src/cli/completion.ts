import { Command } from 'commander';
import type { Finish } from './program.ts';
export function completionCommand(_finish: Finish, _program?: () => Command): Command {
  return new Command('completion');
}
