import type { ContainerCommand } from './command/container-command.ts';
import { podViewOf } from './foreign-pod.ts';
import type { ForeignReading } from './foreign-reading.ts';

/** What command lines start, together. */
export function readingOfCommands(commands: readonly ContainerCommand[], path: string): ForeignReading {
  const schedules = commands.flatMap(({ schedule }) => schedule ?? []);
  return {
    views: commands.map(({ pod }) => podViewOf(pod)),
    schedules,
    persistent: commands.some(({ persistent }) => persistent),
    references: commands.flatMap(({ references }) => references.map(reference => ({ ...reference, path }))),
  };
}
