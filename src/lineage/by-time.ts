/** Values by their time, in spans of ten seconds, so that those of a time are found without going through all. Microseconds. */
export interface ByTime<Value> {
  /** False if the key was there at this time. */
  add(at: number, key: string, value: Value): boolean;
  /** Those of the spans that these moments lie in or between. */
  between(from: number, to: number): Iterable<Value>;
  /** Takes out those of the spans that are over at this moment. */
  takeBefore(moment: number): readonly Value[];
  /** Takes out those of the span that was opened first. */
  dropOldest(): void;
  size(): number;
}

const length = 10_000_000;

export function createByTime<Value>(): ByTime<Value> {
  const spans = new Map<number, Map<string, Value>>();
  let size = 0;
  const take = (span: number): readonly Value[] => {
    const values = [...(spans.get(span)?.values() ?? [])];
    spans.delete(span);
    size -= values.length;
    return values;
  };
  return {
    add(at, key, value) {
      const number = Math.floor(at / length);
      const span = spans.get(number) ?? new Map<string, Value>();
      spans.set(number, span);
      const before = span.size;
      span.set(key, value);
      size += span.size - before;
      return span.size > before;
    },
    *between(from, to) {
      for (let number = Math.floor(from / length); number <= Math.floor(to / length); number += 1)
        yield* spans.get(number)?.values() ?? [];
    },
    takeBefore: moment =>
      [...spans.keys()].filter(number => (number + 1) * length <= moment).flatMap(number => take(number)),
    dropOldest() {
      for (const number of spans.keys()) return void take(number);
    },
    size: () => size,
  };
}
