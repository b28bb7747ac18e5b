import type { Pattern } from '../rule/pattern.ts';

/** Matches whole texts against a pattern with wildcards; `?` is one character, also beyond the basic plane. */
export function globTest(pattern: Pattern): (text: string) => boolean {
  if (pattern.every(part => part.type !== 'one')) return piecesTest(pattern);
  const steps = pattern.flatMap(part => (part.type === 'text' ? Array.from(part.text) : [part.type]));
  // Wildcards are marked by place, so that texts such as "many" cannot be taken for them.
  const kinds = pattern.flatMap(part =>
    part.type === 'text' ? Array.from(part.text, () => 'text') : [part.type],
  );
  return text => matches(Array.from(text), steps, kinds);
}

/** With `*` alone: the pieces in order, the first in front and the last behind. */
function piecesTest(pattern: Pattern): (text: string) => boolean {
  const pieces = pattern.reduce<string[]>(
    (list, part) => {
      if (part.type === 'text') list.push((list.pop() ?? '') + part.text);
      else list.push('');
      return list;
    },
    [''],
  );
  const [first = ''] = pieces;
  if (pieces.length === 1) return text => text === first;
  const last = pieces.at(-1) ?? '';
  const middle = pieces.slice(1, -1).filter(piece => piece !== '');
  const shortest = first.length + last.length;
  return text => {
    if (text.length < shortest || !text.startsWith(first) || !text.endsWith(last)) return false;
    let from = first.length;
    for (const piece of middle) {
      const found = text.indexOf(piece, from);
      if (found === -1) return false;
      from = found + piece.length;
    }
    return from <= text.length - last.length;
  };
}

/** Two pointers and the last `*` to fall back to: at most length of text times length of pattern. */
function matches(text: readonly string[], steps: readonly string[], kinds: readonly string[]): boolean {
  let at = 0;
  let step = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    if (kinds[step] === 'many') {
      star = step;
      step += 1;
      resume = at;
    } else if (kinds[step] === 'one' || (kinds[step] === 'text' && steps[step] === text[at])) {
      step += 1;
      at += 1;
    } else if (star === -1) return false;
    else {
      step = star + 1;
      resume += 1;
      at = resume;
    }
  }
  while (kinds[step] === 'many') step += 1;
  return step === steps.length;
}

/** Is there a text that both patterns match? */
export function globsMeet(a: Pattern, b: Pattern): boolean {
  const left = symbols(a);
  const right = symbols(b);
  let reached = new Set([0]);
  // Row by row over the product of the two patterns; `*` may stay or move on.
  for (let i = 0; i <= left.length; i += 1) {
    spread(reached, right, left[i] === '*');
    if (i === left.length) return reached.has(right.length);
    reached = nextRow(reached, right, left[i] ?? '');
  }
  return false;
}

function symbols(pattern: Pattern): readonly string[] {
  // `*` and `?` stand for wildcards; texts are escaped by a leading backslash for each character.
  return pattern.flatMap(part => {
    if (part.type === 'text') return Array.from(part.text, character => `\\${character}`);
    return [part.type === 'many' ? '*' : '?'];
  });
}

/** Moves within a row: over a `*` of the right side, and any symbol while the left side is at a `*`. */
function spread(reached: Set<number>, right: readonly string[], leftIsStar: boolean): void {
  for (let j = 0; j < right.length; j += 1)
    if (reached.has(j) && (leftIsStar || right[j] === '*')) reached.add(j + 1);
}

function nextRow(reached: ReadonlySet<number>, right: readonly string[], symbol: string): Set<number> {
  const next = new Set<number>();
  for (const j of reached) {
    const other = right[j];
    if (symbol === '*' || other === '*') next.add(j);
    else if (other !== undefined && (symbol === '?' || other === '?' || symbol === other)) next.add(j + 1);
  }
  return next;
}
