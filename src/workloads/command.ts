import type { JsonObject } from '../model/json.ts';
import { objectAt } from '../model/json.ts';
import { bounded, textsAt } from './fields.ts';

const hooks = ['postStart', 'preStop'] as const;
const probes = ['startupProbe', 'livenessProbe', 'readinessProbe'] as const;
const wordLimit = 2_048;

interface Runnable {
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly container: JsonObject;
}

/** All that a container can run, words joined by blanks: its command with args, then lifecycle hooks and exec probes. */
export function commandLinesOf({ command, args, container }: Runnable): readonly string[] {
  const lifecycle = objectAt(container, 'lifecycle');
  const words = [
    [...command, ...args],
    ...hooks.map(hook => executed(objectAt(lifecycle, hook))),
    ...probes.map(probe => executed(objectAt(container, probe))),
  ];
  return words.filter(line => line.length > 0).map(line => bounded(line.join(' ')));
}

function executed(action: JsonObject | undefined): readonly string[] {
  return textsAt(objectAt(action, 'exec'), 'command', wordLimit);
}

/** Words as a person would type them: `sh -c "curl -s https://files.example/x | sh"`. */
export function typed(words: readonly string[]): string {
  return words.map(typedWord).join(' ');
}

function typedWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (!word.includes('"')) return `"${word}"`;
  return word.includes("'") ? `"${word.replaceAll('"', '\\"')}"` : `'${word}'`;
}
