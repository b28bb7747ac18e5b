import type { Origin } from './places.ts';
import { enclosing, textOf } from './places.ts';
import { excerpt } from './quotes.ts';

/** A sentence about an item of `changes`: `changes the image of "main" from "a" to "b"`. */
export function changeSays({ within }: Origin): string | undefined {
  const item = enclosing(within, 'changes[]')?.item;
  if (item === undefined) return undefined;
  const [field, container, from, to] = ['field', 'container', 'from', 'to'].map(name => textOf(item, name));
  const of = container === '' || container === undefined ? '' : ` of "${excerpt(container, 0)}"`;
  return `${deedOf({ field: `${field}${of}`, from: from ?? '', to: to ?? '', whole: field === 'containers' })}`;
}

interface Deed {
  readonly field: string;
  readonly from: string;
  readonly to: string;
  /** A container that was added or removed. */
  readonly whole: boolean;
}

function deedOf({ field, from, to, whole }: Deed): string {
  const name = whole ? field.replace('containers of', 'the container') : field;
  if (from === '') return whole ? `adds ${name} with ${quoted(to)}` : `sets ${name} to ${quoted(to)}`;
  if (to === '')
    return whole ? `removes ${name} with ${quoted(from)}` : `removes ${quoted(from)} from ${name}`;
  return `changes ${name} from ${quoted(from)} to ${quoted(to)}`;
}

const quoted = (text: string): string => `"${excerpt(text, 0)}"`;
