/** A set of numbers from 0 to 63. */
export interface Bits {
  readonly low: number;
  readonly high: number;
}

export const noBits: Bits = { low: 0, high: 0 };

export const hasBit = ({ low, high }: Bits, number: number): boolean =>
  number < 32 ? ((low >>> number) & 1) === 1 : ((high >>> (number - 32)) & 1) === 1;

export const unionOf = (left: Bits, right: Bits): Bits => ({
  low: left.low | right.low,
  high: left.high | right.high,
});

export const isEmpty = ({ low, high }: Bits): boolean => low === 0 && high === 0;

export function bitsOf(numbers: Iterable<number>): Bits {
  let [low, high] = [0, 0];
  for (const number of numbers) {
    if (number < 32) low |= 1 << number;
    else high |= 1 << (number - 32);
  }
  return { low, high };
}

/** From `first` to `last`, every `step`. */
export function bitsBetween(first: number, last: number, step: number): Bits {
  let [low, high] = [0, 0];
  for (let number = first; number <= last; number += step) {
    if (number < 32) low |= 1 << number;
    else high |= 1 << (number - 32);
  }
  return { low, high };
}

/** In ascending order. */
export function numbersOf(bits: Bits): readonly number[] {
  const numbers: number[] = [];
  for (let number = 0; number < 64; number++) if (hasBit(bits, number)) numbers.push(number);
  return numbers;
}
