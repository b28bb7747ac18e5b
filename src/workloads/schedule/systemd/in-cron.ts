import type { CalendarEvent } from './calendar-event.ts';
import type { Chain } from './component.ts';
import { valuesOf } from './component.ts';

/** The same in seven fields of cron, for the words; undefined where cron cannot say it. */
export function cronOf(event: CalendarEvent): string | undefined {
  const { weekdays, years, months, days, fromEnd, hours, minutes, seconds } = event;
  const day = fromEnd ? fromMonthsEnd(days) : fieldOf(days, 1, 31);
  if (day === undefined || seconds.some(({ start, step = 1 }) => start % 1 !== 0 || step % 1 !== 0))
    return undefined;
  const fields = [
    fieldOf(seconds, 0, 59),
    fieldOf(minutes, 0, 59),
    fieldOf(hours, 0, 23),
    day,
    fieldOf(months, 1, 12),
    weekdays.length === 0 ? '*' : ranges(weekdays.map(weekday => (weekday + 1) % 7)),
  ];
  return years.length === 0 ? fields.join(' ') : [...fields, fieldOf(years, 1970, 2199)].join(' ');
}

function fromMonthsEnd([first, ...more]: Chain): string | undefined {
  if (first === undefined || more.length > 0 || first.step !== undefined) return undefined;
  return first.start === 1 ? 'L' : `L-${first.start - 1}`;
}

function fieldOf(chain: Chain, least: number, last: number): string {
  const [first, ...more] = chain;
  if (first === undefined) return '*';
  const { start, stop, step } = first;
  if (more.length === 0 && stop === undefined && step !== undefined)
    return start === least ? `*/${step}` : `${start}/${step}`;
  return ranges(valuesOf(chain, least, last));
}

/** `1-5,7`. */
function ranges(values: readonly number[]): string {
  const parts: string[] = [];
  for (let index = 0; index < values.length; index++) {
    const first = values[index] ?? 0;
    while (values[index + 1] === (values[index] ?? 0) + 1) index++;
    const last = values[index] ?? 0;
    parts.push(last === first ? `${first}` : last === first + 1 ? `${first},${last}` : `${first}-${last}`);
  }
  return parts.join(',');
}
