import type { JsonObject } from '../../model/json.ts';
import { textAt } from '../fields.ts';
import { containerCommands } from './command/container-command.ts';
import { readingOfCommands } from './command-reading.ts';
import type { ForeignReading } from './foreign-reading.ts';

/** A line of a cron file, as its format gives it: `{schedule, timeZone, command}`. */
export function readCronEntry(object: JsonObject): ForeignReading {
  const reading = readingOfCommands(containerCommands(textAt(object, 'command'), 'command'), 'command');
  return {
    ...reading,
    scheduled: true,
    schedules: [textAt(object, 'schedule')],
    scheduleDialect: 'vixie',
    timeZone: textAt(object, 'timeZone'),
    // The line ends and comes again, whatever it leaves running.
    finite: true,
  };
}
