import type { JsonObject } from '../model/json.ts';
import { objectAt } from '../model/json.ts';
import { bounded, textAt, textsAt } from './fields.ts';

const hooks = ['postStart', 'preStop'] as const;
const probes = ['startupProbe', 'livenessProbe', 'readinessProbe'] as const;
const wordLimit = 2_048;

interface Runnable {
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly container: JsonObject;
  /** The field with a script that the command (or the script's own first line) interprets. */
  readonly script?: string | undefined;
}

/** All that a container can run, words joined by blanks: its command with args and script, then lifecycle hooks and exec probes. */
export function commandLinesOf({ command, args, container, script }: Runnable): readonly string[] {
  const lifecycle = objectAt(container, 'lifecycle');
  const text = script === undefined ? '' : textAt(container, script);
  const words = [
    text === '' ? [...command, ...args] : [...command, ...args, text],
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
