import { findZone } from '../../../src/workloads/schedule/time/zone.ts';
import type { Random } from '../random.ts';

/** What is asked: when does it run after a moment (Unix seconds)? */
export interface Question {
  readonly dialect: 'kubernetes' | 'robfig-fields' | 'robfig-seconds' | 'nomad';
  readonly text: string;
  readonly zone: string;
  /** The zone that counts in the end: that of the text, if it names one. */
  readonly clock: string;
  readonly after: number;
  readonly count: number;
}

/** Clocks of all habits: half hours, changes at midnight, changes by half an hour, two a year, four a year, none. */
const zones = [
  '',
  'UTC',
  'Europe/Berlin',
  'Europe/London',
  'Europe/Dublin',
  'America/New_York',
  'America/St_Johns',
  'America/Sao_Paulo',
  'America/Havana',
  'America/Santiago',
  'America/Asuncion',
  'America/Nuuk',
  'America/Caracas',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Beirut',
  'Asia/Tehran',
  'Asia/Pyongyang',
  'Asia/Gaza',
  'Australia/Lord_Howe',
  'Australia/Adelaide',
  'Pacific/Chatham',
  'Pacific/Auckland',
  'Pacific/Easter',
  'Antarctica/Troll',
  'US/Pacific',
  'EST5EDT',
  'Etc/GMT+12',
];

const bounds = {
  second: [0, 59],
  minute: [0, 59],
  hour: [0, 23],
  day: [1, 31],
  month: [1, 12],
  weekday: [0, 6],
} as const;
type Field = keyof typeof bounds;
const monthNames = ['jan', 'Feb', 'MAR', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'DEC'];
const dayNames = ['sun', 'MON', 'Tue', 'wed', 'thu', 'fri', 'sat'];
const macros = [
  '@yearly',
  '@annually',
  '@monthly',
  '@weekly',
  '@daily',
  '@hourly',
  '@midnight',
  '@reboot',
  '@Daily',
  '@',
];
const durations = [
  '1h',
  '90s',
  '1h30m',
  '1.5h',
  '.5m',
  '-1h',
  '0',
  '1',
  '1d',
  '10ms',
  '1m1m',
  '1µs',
  '1h 2m',
  '2562047h47m16.9s',
  '2562048h',
  '1.h',
  '+5m',
  '',
];
const oddities = [
  '',
  ',',
  '*,',
  '*-5',
  '?-x/2',
  '+3',
  '007',
  '5-',
  '-5',
  '1-2-3',
  '1/2/3',
  '*/0',
  '*/-1',
  '*/+2',
  '*/99',
  '60',
  '7',
  '99999999999999999999',
  'L',
  'x',
  '1.5',
  '0x1',
  '１',
  '5/10',
  '*/1',
  '1-31/40',
  'sun-1',
  'Frİ',
];
const nomadOddities = [
  'l',
  'LW',
  '15w',
  '1W',
  '31w',
  '5L',
  'fri#2',
  '0#5',
  '01',
  '07',
  'sat-7',
  '5-7',
  'sunday',
  'December',
  '*,x',
  'x,*',
  '2026',
  '1-5/0',
  '5/70',
  '20-10',
];

export function generateSchedules(random: Random, count: number): readonly Question[] {
  return Array.from({ length: count }, () => generateQuestion(random));
}

function generateQuestion(random: Random): Question {
  const dialect = random.pick([
    'kubernetes',
    'kubernetes',
    'kubernetes',
    'robfig-fields',
    'robfig-seconds',
    'nomad',
    'nomad',
  ] as const);
  const zone = random.pick(zones);
  const prefixed = dialect !== 'nomad' && random.chance(0.1);
  const text = generateText(random, dialect);
  const clock = prefixed ? random.pick([...zones, 'No/Where', 'europe/berlin', '../UTC']) : zone;
  return {
    dialect,
    text: prefixed ? `${random.pick(['TZ', 'CRON_TZ'])}=${clock} ${text}` : text,
    zone: prefixed ? '' : zone,
    clock,
    after: momentIn(random, clock),
    count: 5,
  };
}

/** Half of the moments lie within two days before the clock is changed. */
function momentIn(random: Random, zone: string): number {
  const any = Date.UTC(1995, 0, 1) / 1_000 + random.below(40 * 366 * 86_400);
  const change = findZone(zone)?.periodAt(any).end ?? 0;
  if (!Number.isFinite(change) || random.chance(0.5)) return any;
  return change - random.below(random.pick([3_600, 4 * 3_600, 86_400, 2 * 86_400])) + random.below(7_200);
}

function generateText(random: Random, dialect: Question['dialect']): string {
  if (random.chance(0.03)) return random.pick(macros);
  if (random.chance(0.03)) return `@every${random.pick([' ', ' ', '  ', ''])}${random.pick(durations)}`;
  const odd = random.chance(0.25);
  const fields = fieldNames(random, dialect).map(field => {
    if (field === 'year')
      return random.pick(['*', '2026', '2020-2030', '1999/7', '*/2', '2010,2031', '1969', '2100']);
    return odd && random.chance(0.2) ? oddity(random, dialect) : generateField(random, field);
  });
  if (odd && random.chance(0.1)) fields.push(random.pick(['*', '', '0']));
  return fields.join(odd ? random.pick([' ', ' ', '  ', '\t', '\u0085', '\u00a0', '\ufeff']) : ' ');
}

function fieldNames(random: Random, dialect: Question['dialect']): readonly (Field | 'year')[] {
  const five: readonly Field[] = ['minute', 'hour', 'day', 'month', 'weekday'];
  if (dialect === 'nomad') {
    const choice = random.below(4);
    return choice === 0 ? ['second', ...five, 'year'] : choice === 1 ? [...five, 'year'] : five;
  }
  return dialect === 'robfig-seconds' && random.chance(0.6) ? ['second', ...five] : five;
}

const oddity = (random: Random, dialect: Question['dialect']): string =>
  random.pick(dialect === 'nomad' ? [...oddities, ...nomadOddities, ...nomadOddities] : oddities);

function generateField(random: Random, field: Field): string {
  const star = { second: 0.2, minute: 0.2, hour: 0.4, day: 0.55, month: 0.7, weekday: 0.55 }[field];
  if (random.chance(star)) return random.pick(['*', '*', '*', '?']);
  return random.list(1, random.pick([1, 1, 1, 2, 4]), () => generateRange(random, field)).join(',');
}

function generateRange(random: Random, field: Field): string {
  const [least, most] = bounds[field];
  const value = (): number => least + random.below(most - least + 1);
  const step = random.chance(0.35) ? `/${1 + random.below(Math.max(2, Math.floor(most / 2)))}` : '';
  if (random.chance(0.25)) return `*${step}`;
  const [one, other] = [value(), value()];
  if (random.chance(0.5)) return `${named(random, field, one)}${step}`;
  return `${named(random, field, Math.min(one, other))}-${named(random, field, Math.max(one, other))}${step}`;
}

function named(random: Random, field: Field, value: number): string {
  if (!random.chance(0.2)) return String(value);
  if (field === 'month') return monthNames[value - 1] ?? '';
  return field === 'weekday' ? (dayNames[value] ?? '') : String(value).padStart(2, '0');
}
