/** How to work out each property from what the object was made of. */
export type Computations<State, Values> = {
  readonly [key in keyof Values]: (state: State) => Values[key];
};

/** Adds the properties to an object that is made of `state`. */
export type AddLazyProperties<State, Values> = <Target extends object>(
  target: Target,
  state: State,
) => asserts target is Target & Values;

interface Slot<State> {
  readonly state: State;
  /** Values by the name of their property; made for the first of them. */
  kept: Map<string, unknown> | undefined;
}

/**
 * Own, enumerable properties that are worked out when first read, and kept. The getters are the same functions for all objects: with getters
 * of its own, each object would get a hidden class of its own in V8, which is slow and outlives the object until the next full collection
 * (measured: 300 MB instead of 60 over a log). What differs is in a slot under a symbol, which copies do not take along.
 */
export function lazyProperties<State, Values extends object>(
  computations: Computations<State, Values>,
): AddLazyProperties<State, Values> {
  const slotKey = Symbol('what lazy properties are made of');
  const descriptors: PropertyDescriptorMap = {};
  for (const key in computations) {
    const compute = computations[key];
    descriptors[key] = {
      enumerable: true,
      configurable: true,
      get(this: object) {
        const slot: Slot<State> = Reflect.get(this, slotKey);
        slot.kept ??= new Map();
        if (!slot.kept.has(key)) slot.kept.set(key, compute(slot.state));
        return slot.kept.get(key);
      },
    };
  }
  return (target, state) => {
    Object.defineProperty(target, slotKey, { value: { state, kept: undefined } });
    Object.defineProperties(target, descriptors);
  };
}
