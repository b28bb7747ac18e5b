const names = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

interface Weekdays {
  /** 0 is Monday; empty: none are named. */
  readonly weekdays: readonly number[];
  readonly rest: string;
}

/** `Mon..Fri,Sun ` at the beginning, a hyphen for two dots as in old versions; undefined: they are not well formed. */
export function parseWeekdays(text: string): Weekdays | undefined {
  if (dayAt(text) === undefined) return { weekdays: [], rest: text };
  const end = text.indexOf(' ');
  const list = end === -1 ? text : text.slice(0, end);
  const found = new Set<number>();
  for (const range of list.replace(/,$/, '').split(',')) {
    const [first, last, ...more] = range.split(/\.\.|-/).map(dayOf);
    const to = range.includes('.') || range.includes('-') ? last : first;
    if (first === undefined || to === undefined || more.length > 0 || to < first) return undefined;
    for (let day = first; day <= to; day++) found.add(day);
  }
  const rest = end === -1 ? '' : text.slice(end).trimStart();
  return { weekdays: found.size === 7 ? [] : [...found].toSorted((a, b) => a - b), rest };
}

/** In full or its first three letters. */
function dayOf(word: string): number | undefined {
  const lower = word.toLowerCase();
  const place = names.findIndex(name => name === lower || name.slice(0, 3) === lower);
  return place === -1 ? undefined : place;
}

function dayAt(text: string): number | undefined {
  const lower = text.slice(0, 3).toLowerCase();
  const place = names.findIndex(name => name.startsWith(lower) && lower.length === 3);
  return place === -1 ? undefined : place;
}
