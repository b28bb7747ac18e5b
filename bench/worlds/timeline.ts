/** What happens when, in milliseconds; things of the same moment happen in the order in which they were planned. */
export interface Timeline {
  readonly now: () => number;
  /** Plans something; what lies in the past happens next. */
  at(time: number, happen: () => void): void;
  /** Lets the next thing happen; false when nothing is left before `end`. */
  step(end: number): boolean;
}

interface Planned {
  readonly time: number;
  readonly order: number;
  readonly happen: () => void;
}

export function createTimeline(start: number): Timeline {
  const heap: Planned[] = [];
  let now = start;
  let order = 0;
  return {
    now: () => now,
    at: (time, happen) => push(heap, { time: Math.max(time, now), order: order++, happen }),
    step: end => {
      const next = heap[0];
      if (next === undefined || next.time >= end) return false;
      pop(heap);
      now = next.time;
      next.happen();
      return true;
    },
  };
}

const isBefore = (a: Planned, b: Planned): boolean =>
  a.time < b.time || (a.time === b.time && a.order < b.order);

function push(heap: Planned[], item: Planned): void {
  let at = heap.length;
  heap.push(item);
  while (at > 0) {
    const above = (at - 1) >> 1;
    const parent = heap[above];
    if (parent === undefined || !isBefore(item, parent)) break;
    heap[at] = parent;
    at = above;
  }
  heap[at] = item;
}

function pop(heap: Planned[]): void {
  const item = heap.pop();
  if (item === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const child = lesserChild(heap, at);
    const below = heap[child];
    if (below === undefined || !isBefore(below, item)) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = item;
}

function lesserChild(heap: readonly Planned[], at: number): number {
  const [left, right] = [2 * at + 1, 2 * at + 2];
  const [a, b] = [heap[left], heap[right]];
  return a !== undefined && b !== undefined && isBefore(b, a) ? right : left;
}
