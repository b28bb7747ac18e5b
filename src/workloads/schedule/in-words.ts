import cronstrue from 'cronstrue';
import { repeats } from './runs.ts';
import type { Schedule, Timing } from './schedule.ts';

/** `at 02:30 (Europe/Berlin)`; the schedule itself where there are no words for it. */
export function inWords({ text, timing, zone, remarks }: Schedule): string {
  const words = wordsOf(timing, text);
  if (timing.type === 'interval' || timing.type === 'event') return words;
  return remarks.includes('zone-assumed') ? words : `${words} (${zone.name})`;
}

function wordsOf(timing: Timing, text: string): string {
  if (timing.type === 'interval')
    return `${repeats(timing) ? 'every ' : ''}${duration(timing.seconds)}${since[timing.after]}`;
  if (timing.type === 'event') return timing.words;
  if (timing.type === 'once')
    return `once, ${new Date(timing.at * 1_000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  return cronWords(timing.cron) ?? text;
}

const since = {
  'last-run': '',
  boot: ' after boot',
  activation: ' after the timer is started',
  'start-of-manager': ' after the service manager starts',
  'last-start': ' after the last start',
  'last-end': ' after the last end',
} as const;

function cronWords(cron: string | undefined): string | undefined {
  if (cron === undefined) return undefined;
  try {
    const words = cronstrue.toString(cron, { use24HourTimeFormat: true, verbose: false });
    return /undefined|NaN/.test(words) ? undefined : `${words.charAt(0).toLowerCase()}${words.slice(1)}`;
  } catch {
    return undefined;
  }
}

/** `1d12h`, as one would write it. */
function duration(seconds: number): string {
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [Math.round((seconds % 60) * 1_000) / 1_000, 's'],
  ];
  const told = parts.filter(([amount]) => amount > 0).map(([amount, unit]) => `${amount}${unit}`);
  return told.join('') || `${seconds}s`;
}
