import type { JsonObject } from '../model/json.ts';
import { objectAt } from '../model/json.ts';
import { scalarsAt } from '../workloads/foreign/scalars.ts';
import { timeSpan } from '../workloads/schedule/systemd/time-span.ts';

/** What a timer of systemd says of its times beyond the times: man systemd.timer. */
export function timerNotes(object: JsonObject): readonly string[] {
  const timer = objectAt(object, 'Timer');
  if (timer === undefined) return [];
  const last = (key: string): string => scalarsAt(timer, key).at(-1) ?? '';
  const delay = last('RandomizedDelaySec');
  return [
    ...((timeSpan(delay) ?? 0) > 0 ? [`up to ${delay} later, at random`] : []),
    ...(isTrue(last('Persistent')) ? ['a run that was missed is made up for'] : []),
    ...(isTrue(last('WakeSystem')) ? ['wakes the machine'] : []),
  ];
}

/** What systemd takes for true: src/basic/parse-util.c, parse_boolean. */
const isTrue = (text: string): boolean => /^(?:1|yes|y|true|t|on)$/i.test(text);
