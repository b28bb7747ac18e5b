import type { Json } from '../../model/json.ts';
import type { ContainerReference, ProcessDetail } from '../../model/node-activity.ts';
import { noContainer } from '../../model/node-activity.ts';
import { withoutSecrets } from './hide-secrets.ts';

/** `docker://e6af...`, `containerd://...`, or the id alone. */
export function containerIdOf(text: string): Pick<ContainerReference, 'runtime' | 'id'> {
  const [, scheme = '', id = ''] = /^(?:([a-z-]+):\/\/)?(.*)$/s.exec(text) ?? [];
  return { runtime: scheme, id };
}

/** `sha256:...` in `docker-pullable://quay.io/a/b@sha256:...`, or `""`. */
export const digestIn = (text: string): string => /sha256:[0-9a-f]{64}\b/.exec(text)?.[0] ?? '';

export const container = (parts: Partial<ContainerReference>): ContainerReference => ({
  ...noContainer,
  ...parts,
});

/** A process, with its command line without secrets. */
export function processOf(parts: Partial<ProcessDetail>): ProcessDetail {
  const { pid, binary = '', commandLine = '', directory = '', user = '', login = '' } = parts;
  const line = commandLine === '' ? binary : commandLine;
  return {
    ...(pid !== undefined && { pid }),
    binary,
    commandLine: withoutSecrets(line),
    directory,
    user,
    login,
  };
}

/** Arguments as one would type them. */
export const typedWords = (words: readonly string[]): string => words.map(typedWord).join(' ');

const typedWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** Numbers that some agents write as text. */
export function wholeNumber(value: Json | undefined): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** RFC 3339 of nanoseconds, as number or text, since 1970; `""` if it is none. */
export function timeOfNanoseconds(value: Json | undefined): string {
  const digits = typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '';
  if (!/^\d{16,19}$/.test(digits)) return '';
  const seconds = Number(digits.slice(0, -9));
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${digits.slice(-9)}Z`;
}

/** RFC 3339 of seconds since 1970; `""` if it is none. */
export function timeOfSeconds(value: Json | undefined): string {
  const seconds = typeof value === 'number' ? value : Number.NaN;
  return seconds > 0 && seconds < 32_503_680_000 ? new Date(seconds * 1000).toISOString() : '';
}
