import { isAnySchedule } from '../schedule/is-any-schedule.ts';

const looksLikeOne =
  /^\s*(?:(?:CRON_)?TZ=\S+\s+)?(?:@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)|@every\s+[0-9.hmsuµn]+|[0-9*?][\w*?,/#-]*(?:\s+[\w*?,/#-]+){4,6})\s*$/;

/** Is the text a schedule of cron's? Words such as `daily`, times and durations are none. */
export function isSchedule(text: string): boolean {
  return text.length <= 200 && looksLikeOne.test(text) && isAnySchedule(text.trim());
}
