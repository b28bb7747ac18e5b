/**
 * Searches for many texts at once, in time linear in the text searched (Aho-Corasick over UTF-16 units, those that no
 * text uses being one class).
 */
export function anyTextIn(needles: readonly string[]): (text: string) => boolean {
  if (needles.includes('')) return () => true;
  if (needles.length < 4) return text => containsAny(text, needles);
  const classes = unitClasses(needles);
  const width = classes.size + 1;
  const automaton = buildAutomaton(needles, classes, width);
  const table = new Uint16Array(128);
  for (const [unit, number] of classes) if (unit < 128) table[unit] = number;
  return text => run(text, { ...automaton, classes, table, width });
}

function containsAny(text: string, needles: readonly string[]): boolean {
  for (const needle of needles) if (text.includes(needle)) return true;
  return false;
}

interface Automaton {
  /** `next[state * width + class]`. */
  readonly next: Uint32Array;
  readonly accepts: Uint8Array;
}

interface Search extends Automaton {
  readonly classes: ReadonlyMap<number, number>;
  readonly table: Uint16Array;
  readonly width: number;
}

function run(text: string, { next, accepts, classes, table, width }: Search): boolean {
  let state = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    const number = unit < 128 ? (table[unit] ?? 0) : (classes.get(unit) ?? 0);
    state = next[state * width + number] ?? 0;
    if (accepts[state] === 1) return true;
  }
  return false;
}

function unitClasses(needles: readonly string[]): ReadonlyMap<number, number> {
  const classes = new Map<number, number>();
  for (const needle of needles)
    for (let index = 0; index < needle.length; index += 1) {
      const unit = needle.charCodeAt(index);
      if (!classes.has(unit)) classes.set(unit, classes.size + 1);
    }
  return classes;
}

function buildAutomaton(
  needles: readonly string[],
  classes: ReadonlyMap<number, number>,
  width: number,
): Automaton {
  const most = needles.reduce((sum, needle) => sum + needle.length, 1);
  const next = new Uint32Array(most * width);
  const accepts = new Uint8Array(most);
  let states = 1;
  for (const needle of needles) {
    let state = 0;
    for (let index = 0; index < needle.length; index += 1) {
      const place = state * width + (classes.get(needle.charCodeAt(index)) ?? 0);
      if (next[place] === 0) {
        next[place] = states;
        states += 1;
      }
      state = next[place] ?? 0;
    }
    accepts[state] = 1;
  }
  completeTransitions({ next, accepts }, width);
  return { next, accepts };
}

/** Breadth first: a missing transition is that of the longest proper suffix which is a prefix of some text. */
function completeTransitions({ next, accepts }: Automaton, width: number): void {
  const suffix = new Uint32Array(accepts.length);
  const queue: number[] = [];
  const complete = (state: number, unit: number): void => {
    const target = next[state * width + unit] ?? 0;
    const other = state === 0 ? 0 : (next[(suffix[state] ?? 0) * width + unit] ?? 0);
    if (target === 0) next[state * width + unit] = other;
    else {
      suffix[target] = other;
      queue.push(target);
    }
  };
  for (let unit = 0; unit < width; unit += 1) complete(0, unit);
  for (let head = 0; head < queue.length; head += 1) {
    const state = queue[head] ?? 0;
    if (accepts[suffix[state] ?? 0] === 1) accepts[state] = 1;
    for (let unit = 0; unit < width; unit += 1) complete(state, unit);
  }
}
