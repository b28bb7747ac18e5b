import { refusalReasons } from '../model/refusal.ts';
import type { RefusalCount, Summary, SuppressionCount } from '../model/summary.ts';
import { visible } from '../model/visible-text.ts';
import { counted, grouped, timeLabel } from './labels.ts';

/** What was read, refused, hidden and not seen, in sentences for people. */
export function summarySentences(summary: Summary): readonly string[] {
  return [
    readSentence(summary),
    ...coveredSentence(summary),
    refusedSentence(summary),
    ...summary.refusals.map(refusalSentence),
    ...summary.blind.map(sentence => `blind: ${visible(sentence)}`),
    ...summary.suppressions.map(suppressionSentence),
  ];
}

/** What a run found, or, if it read nothing at all, that it says nothing. */
export function noIncidents({ events, inputs, findings }: Summary): string {
  if (events === 0) return `Nothing was read: no event and no manifest in ${counted(inputs, 'input')}.`;
  const rest = findings === 0 ? 'No finding' : 'No finding of medium severity or above';
  return `No incidents. ${rest} in ${counted(events, 'event')}.`;
}

export function readSentence({ events, inputs, bytes, skipped, duplicates, formats }: Summary): string {
  const names = Object.keys(formats).map(visible).join(', ');
  const parts = [
    `${counted(events, 'event')} read from ${counted(inputs, 'input')} (${size(bytes)}${names === '' ? '' : `; ${names}`})`,
    ...(skipped > 0 ? [`${grouped(skipped)} passed over: no rule can react to them`] : []),
    ...(duplicates > 0 ? [`${counted(duplicates, 'duplicate')} left out`] : []),
  ];
  return parts.join(', ');
}

function coveredSentence({ firstSeen, lastSeen }: Summary): readonly string[] {
  if (firstSeen === null || lastSeen === null) return [];
  return [`covered: ${timeLabel(firstSeen)} to ${timeLabel(lastSeen)} UTC`];
}

function refusedSentence({ refused }: Summary): string {
  return refused === 0 ? '0 refused' : `${grouped(refused)} refused, not judged`;
}

function refusalSentence({ reason, count, examples }: RefusalCount): string {
  const places = examples.map(({ file, line }) => visible(`${file}:${line}`)).join(', ');
  return `refused: ${grouped(count)} × ${refusalReasons[reason]}${places === '' ? '' : ` (${places})`}`;
}

function suppressionSentence({ id, owner, expires, expired, hidden, reason }: SuppressionCount): string {
  const who = visible(`${id} of ${owner}`);
  if (expired) return `suppression ${who} expired on ${visible(expires)} and hides nothing any more`;
  return `suppression ${who} hid ${counted(hidden, 'finding')} (until ${visible(expires)}: ${visible(reason)})`;
}

function size(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'byte');
  const units = ['kB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), units.length);
  return `${(bytes / 1000 ** power).toFixed(1)} ${units[power - 1]}`;
}
