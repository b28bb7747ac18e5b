import type { JsonObject } from '../../model/json.ts';
import { listAt, objectAt } from '../../model/json.ts';
import { textAt } from '../fields.ts';
import type { ContainerCommand } from './command/container-command.ts';
import { containerCommands, containerCommandsOfWords } from './command/container-command.ts';
import { wordsOf } from './command/shell-words.ts';
import { readingOfCommands } from './command-reading.ts';
import type { ForeignReading } from './foreign-reading.ts';
import { scalarsAt } from './scalars.ts';

const commandKeys = ['ExecStart', 'ExecStartPre', 'ExecStartPost', 'ExecReload', 'ExecCondition'] as const;

/** Settings of timers that are calendar expressions, and those that count from a moment. */
const intervals = [
  'OnActiveSec',
  'OnBootSec',
  'OnStartupSec',
  'OnUnitActiveSec',
  'OnUnitInactiveSec',
] as const;

/** A service or a timer as its format gives it: an object from sections to lists of values, `{Service: {ExecStart: [...]}}`. */
export function readSystemdUnit(object: JsonObject): ForeignReading {
  const service = objectAt(object, 'Service');
  const timer = objectAt(object, 'Timer');
  const commands = service === undefined ? [] : commandsOf(service);
  const reading = readingOfCommands(commands, 'Service.ExecStart');
  const oneShot = scalarsAt(service, 'Type').at(-1) === 'oneshot';
  return {
    ...reading,
    ...timesOf(timer),
    persistent: timer === undefined && !oneShot,
    finite: timer !== undefined || oneShot,
    references: [...(reading.references ?? []), ...unitOf(object, timer)],
  };
}

function commandsOf(service: JsonObject): readonly ContainerCommand[] {
  return commandKeys.flatMap(key =>
    listAt(service, key)
      .filter(line => typeof line === 'string')
      .flatMap(line => ofLine(line, `Service.${key}`)),
  );
}

/** Prefixes such as `-` and `+` are systemd's. No shell reads the line, unless it names one. */
function ofLine(line: string, path: string): readonly ContainerCommand[] {
  const words = wordsOf(line.replace(/^[-@:+!|]+/, ''));
  const direct = containerCommandsOfWords(words, path);
  if (direct.length > 0 || !/[;|&]/.test(line)) return direct;
  return containerCommands(line, path);
}

export function timesOf(timer: JsonObject | undefined): Partial<ForeignReading> {
  if (timer === undefined) return {};
  const calendar = scalarsAt(timer, 'OnCalendar');
  const counted = intervals.flatMap(key => scalarsAt(timer, key).map(value => `${key}=${value}`));
  return {
    scheduled: true,
    schedules: [...calendar, ...counted],
    scheduleDialect: calendar.length > 0 ? 'systemd' : 'systemd-interval',
  };
}

function unitOf(
  object: JsonObject,
  timer: JsonObject | undefined,
): NonNullable<ForeignReading['references']> {
  if (timer === undefined) return [];
  const named = scalarsAt(timer, 'Unit').at(-1);
  const own = textAt(objectAt(object, 'metadata'), 'name').replace(/\.timer$/, '.service');
  return [{ kind: 'SystemdService', name: named ?? own, path: 'Timer.Unit' }];
}
