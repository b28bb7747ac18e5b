import type { Random } from '../random.ts';

/** Texts of which about half are calendar events of systemd, and the rest nearly. */
export function generateCalendarEvents(random: Random, count: number): readonly string[] {
  return Array.from({ length: count }, () => eventOf(random));
}

const words = [
  'minutely',
  'hourly',
  'daily',
  'weekly',
  'monthly',
  'yearly',
  'quarterly',
  'semi-annually',
  'Daily',
];
const days = ['Mon', 'tue', 'Wednesday', 'Thu', 'FRI', 'Sat', 'sunday'];
const zones = [
  '',
  '',
  '',
  ' UTC',
  ' Europe/Berlin',
  ' America/New_York',
  ' Australia/Lord_Howe',
  ' Asia/Kolkata',
  ' Nowhere/City',
];

function eventOf(random: Random): string {
  if (random.chance(0.05)) return `${random.pick(words)}${random.pick(zones)}`;
  const parts = [
    random.chance(0.4) ? weekdaysOf(random) : '',
    random.chance(0.6) ? dateOf(random) : '',
    random.chance(0.7) ? timeOf(random) : '',
  ].filter(part => part !== '');
  return `${parts.join(' ')}${random.pick(zones)}`;
}

function weekdaysOf(random: Random): string {
  const [first, second, third] = [random.pick(days), random.pick(days), random.pick(days)];
  return random.pick([
    first,
    `${first}..${second}`,
    `${first},${second}`,
    `${first}..${second},${third}`,
    `${first}-${second}`,
    `${first},`,
  ]);
}

function dateOf(random: Random): string {
  const mark = random.chance(0.2) ? '~' : '-';
  const end = `${field(random, 1, 12)}${mark}${field(random, 1, mark === '~' ? 28 : 31)}`;
  return random.chance(0.7) ? `${random.chance(0.6) ? '*' : field(random, 2024, 2032)}-${end}` : end;
}

function timeOf(random: Random): string {
  const time = `${field(random, 0, 23)}:${field(random, 0, 59)}`;
  return random.chance(0.4) ? `${time}:${field(random, 0, 59)}` : time;
}

function field(random: Random, least: number, most: number): string {
  if (random.chance(0.35)) return '*';
  const entries = Array.from({ length: random.chance(0.8) ? 1 : 2 }, () => entryOf(random, least, most));
  return entries.join(',');
}

function entryOf(random: Random, least: number, most: number): string {
  const number = (): number =>
    random.chance(0.02) ? random.pick([least - 1, most + 1]) : least + random.below(most - least + 1);
  const [first, second] = [number(), number()];
  const range = random.chance(0.3)
    ? `${Math.max(0, Math.min(first, second))}..${Math.max(first, second)}`
    : `${Math.max(0, first)}`;
  return random.chance(0.25) ? `${range}/${1 + random.below(9)}` : range;
}
