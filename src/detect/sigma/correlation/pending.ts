import type { Microseconds } from './event-time.ts';

interface Timed {
  readonly time: Microseconds;
}

/** Holds items until their time has come: a binary heap, earliest on top. */
export interface Pending<T extends Timed> {
  readonly size: () => number;
  add(item: T): void;
  /** The earliest time. */
  next(): Microseconds | undefined;
  /** Removes all items of the earliest time. */
  takeMoment(): readonly T[];
}

export function createPending<T extends Timed>(): Pending<T> {
  const heap: T[] = [];
  const pop = (): T | undefined => {
    const [top] = heap;
    const last = heap.pop();
    if (top === undefined || last === undefined || heap.length === 0) return top;
    heap[0] = last;
    sink(heap);
    return top;
  };
  return {
    size: () => heap.length,
    add(item) {
      heap.push(item);
      rise(heap);
    },
    next: () => heap[0]?.time,
    takeMoment() {
      const moment: T[] = [];
      for (let item = heap[0]; item !== undefined && item.time === (moment[0] ?? item).time; item = heap[0]) {
        moment.push(item);
        pop();
      }
      return moment;
    },
  };
}

function rise(heap: Timed[]): void {
  let at = heap.length - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    if (!swapIfEarlier(heap, at, above)) return;
    at = above;
  }
}

function sink(heap: Timed[]): void {
  let at = 0;
  for (;;) {
    const left = at * 2 + 1;
    const right = left + 1;
    const earlier = timeAt(heap, right) < timeAt(heap, left) ? right : left;
    if (earlier >= heap.length || !swapIfEarlier(heap, earlier, at)) return;
    at = earlier;
  }
}

const timeAt = (heap: readonly Timed[], index: number): Microseconds =>
  heap[index]?.time ?? Number.POSITIVE_INFINITY;

function swapIfEarlier(heap: Timed[], below: number, above: number): boolean {
  const [lower, upper] = [heap[below], heap[above]];
  if (lower === undefined || upper === undefined || lower.time >= upper.time) return false;
  heap[below] = upper;
  heap[above] = lower;
  return true;
}
