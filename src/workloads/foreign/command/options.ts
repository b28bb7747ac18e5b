/** Options of a command line in their order, and what comes after them. */
export interface Options {
  readonly all: readonly (readonly [name: string, value: string])[];
  readonly rest: readonly string[];
}

/**
 * Parses words as GNU and Go programs do: `--name value`, `--name=value`, `-n value`, `-nvalue`, `-abc`. Options in `flags` take no
 * value unless it is joined with `=`. Ends at the first word that is no option, or after `--`.
 */
export function takeOptions(words: readonly string[], flags: ReadonlySet<string>): Options {
  const all: (readonly [string, string])[] = [];
  let at = 0;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') return { all, rest: words.slice(at + 1) };
    if (!word.startsWith('-') || word === '-') break;
    const taken = word.startsWith('--')
      ? long(word.slice(2), words[at + 1], flags)
      : short(word.slice(1), words[at + 1], flags);
    all.push(...taken.options);
    if (taken.usesNext) at += 1;
  }
  return { all, rest: words.slice(at) };
}

interface Taken {
  readonly options: readonly (readonly [string, string])[];
  readonly usesNext: boolean;
}

function long(text: string, next: string | undefined, flags: ReadonlySet<string>): Taken {
  const equals = text.indexOf('=');
  if (equals >= 0) return { options: [[text.slice(0, equals), text.slice(equals + 1)]], usesNext: false };
  if (flags.has(text) || next === undefined) return { options: [[text, 'true']], usesNext: false };
  return { options: [[text, next]], usesNext: true };
}

function short(text: string, next: string | undefined, flags: ReadonlySet<string>): Taken {
  const options: (readonly [string, string])[] = [];
  for (let at = 0; at < text.length && at < 64; at += 1) {
    const letter = text.charAt(at);
    if (flags.has(letter)) {
      options.push([letter, 'true']);
      continue;
    }
    const joined = text.slice(at + 1).replace(/^=/, '');
    if (joined !== '') return { options: [...options, [letter, joined]], usesNext: false };
    return { options: [...options, [letter, next ?? '']], usesNext: next !== undefined };
  }
  return { options, usesNext: false };
}

/** The values of an option under any of its names. */
export function valuesOf({ all }: Options, ...names: readonly string[]): readonly string[] {
  return all.filter(([name]) => names.includes(name)).map(([, value]) => value);
}

/** Its last value; `""` if it is not there. */
export function lastOf(options: Options, ...names: readonly string[]): string {
  return valuesOf(options, ...names).at(-1) ?? '';
}

/** Go takes `true`, `1`, `t`. */
export function isSet(options: Options, ...names: readonly string[]): boolean {
  return /^(true|1|t)$/i.test(lastOf(options, ...names));
}
