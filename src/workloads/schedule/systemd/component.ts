import type { Result } from '../../../model/result.ts';
import { fail, succeed } from '../../../model/result.ts';
import type { ScheduleProblem } from '../schedule.ts';
import { problem } from '../schedule.ts';

/** `start`, `start..stop`, `start/step`, `start..stop/step`: systemd's CalendarComponent (src/shared/calendarspec.c). */
export interface Component {
  readonly start: number;
  readonly stop?: number;
  readonly step?: number;
}

/** A star is no component at all: it is everything. */
export type Chain = readonly Component[];

const form = /^(\d+(?:\.\d{1,7})?)(?:\.\.(\d+(?:\.\d{1,7})?))?(?:\/(\d+(?:\.\d{1,7})?))?$/;
/** systemd's own limit. */
const most = 240;

export function parseChain(text: string, fractions = false): Result<Chain, ScheduleProblem> {
  if (text === '*') return succeed([]);
  const parts = text.split(',');
  if (parts.length > most) return fail(problem('bad-field', text));
  const chain: Component[] = [];
  for (const part of parts) {
    const component = parseComponent(part, fractions);
    if (!component.ok) return component;
    chain.push(component.value);
  }
  return succeed(chain);
}

function parseComponent(text: string, fractions: boolean): Result<Component, ScheduleProblem> {
  const [, start, stop, step] = form.exec(text) ?? [];
  if (start === undefined || (!fractions && text.replace('..', '').includes('.')))
    return fail(problem('bad-field', text));
  if (step !== undefined && Number(step) === 0) return fail(problem('step-zero', text));
  const [first, last, every] = [Number(start), Number(stop ?? start), step === undefined ? 1 : Number(step)];
  if (stop === undefined)
    return succeed(step === undefined ? { start: first } : { start: first, step: every });
  // Of seconds, and of them alone, systemd refuses a range from a second to the same one.
  if (last < first || (fractions && last === first && step === undefined))
    return fail(problem('range-reversed', text));
  const reached = last - ((last - first) % every);
  return succeed(reached === first ? { start: first } : { start: first, stop: reached, step: every });
}

/** Within the bounds, and a step that leads somewhere before they end. */
export function isWithin(chain: Chain, least: number, last: number): boolean {
  return chain.every(({ start, stop, step = 0 }) => {
    if (start < least || start > last || step > last - least) return false;
    return stop === undefined ? start + step <= last : stop <= last;
  });
}

/**
 * Of days before the end of a month: no more than 28, and a step leads towards the end. systemd's check takes three off that limit once more
 * for each further entry (`chain_valid` calls itself with the limit that it has lowered).
 */
export function isWithinMonthsEnd(chain: Chain): boolean {
  const ordered = chain.toSorted((a, b) => a.start - b.start || (a.stop ?? -1) - (b.stop ?? -1));
  return ordered.every(({ start, stop, step = 0 }, index) => {
    const last = 28 - 3 * index;
    if (start < 1 || start > last || step > last - 1) return false;
    return stop === undefined ? start - step >= 1 : stop <= last;
  });
}

/** In ascending order. */
export function valuesOf(chain: Chain, least: number, last: number): readonly number[] {
  const components: Chain = chain.length === 0 ? [{ start: least, step: 1 }] : chain;
  const values = new Set<number>();
  for (const { start, stop, step } of components) {
    if (step === undefined) values.add(start);
    else for (let value = start, end = stop ?? last; value <= end + 1e-9; value += step) values.add(value);
  }
  return [...values].toSorted((a, b) => a - b);
}
