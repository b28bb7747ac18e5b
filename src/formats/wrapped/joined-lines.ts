/** Puts lines together that were cut in parts, each stream of each file for itself, in bounded memory. */
export interface JoinedLines {
  /** The whole line once its last part has come; `waits` until then; `too-long` once, for a line beyond the limit. */
  add(key: string, text: string, partial: boolean): { readonly line: string } | 'waits' | 'too-long';
  /** Lines that wait for their rest, by keys that begin so; they are forgotten. */
  drain(prefix: string): readonly string[];
  /** Do any wait? */
  waits(prefix: string): boolean;
}

/** An object of the largest size that etcd takes is 1.5 MiB; an event holds two, with escapes. */
export const longestLine = 16 * 1024 * 1024;

interface Waiting {
  parts: string[];
  length: number;
}

export function createJoinedLines(limit = longestLine): JoinedLines {
  const waiting = new Map<string, Waiting>();
  return {
    add(key, text, partial) {
      const line = waiting.get(key) ?? { parts: [], length: 0 };
      line.length += text.length;
      const tooLong = line.length > limit;
      if (tooLong) line.parts = [];
      else line.parts.push(text);
      if (partial) waiting.set(key, line);
      else waiting.delete(key);
      if (!partial) return tooLong ? 'too-long' : { line: line.parts.join('') };
      return 'waits';
    },
    waits: prefix => [...waiting.keys()].some(key => key.startsWith(prefix)),
    drain(prefix) {
      const keys = [...waiting.keys()].filter(key => key.startsWith(prefix));
      const lines = keys.map(key => waiting.get(key)?.parts.join('') ?? '');
      for (const key of keys) waiting.delete(key);
      return lines;
    },
  };
}
