import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ManifestActivity } from '../../model/activity.ts';
import type { JsonObject } from '../../model/json.ts';
import { scheduledWork, workSentences } from './scheduled-work.ts';

const after = new Date('2026-11-23T04:37:14Z');
const origin = { source: 'audit-file', file: 'x', line: 1 };

const activityOf = (object: JsonObject): ManifestActivity => ({
  type: 'manifest',
  cluster: '',
  origin,
  format: 'manifest',
  object,
});

const objects: readonly (readonly [string, JsonObject, string])[] = [
  [
    'a line of a cron file',
    { apiVersion: 'cron.unix/v1', kind: 'CronEntry', schedule: '30 2 * * *', command: 'docker run a/b' },
    'schedule 30 2 * * *: at 02:30, next due 2026-11-24 02:30:00 UTC if the machine keeps UTC',
  ],
  [
    'a line that runs when the machine starts',
    { apiVersion: 'cron.unix/v1', kind: 'CronEntry', schedule: '@reboot', command: 'docker run a/b' },
    'schedule @reboot: when the machine starts',
  ],
  [
    'a timer of systemd',
    {
      apiVersion: 'systemd.io/v1',
      kind: 'SystemdTimer',
      Timer: { OnCalendar: ['Mon *-*-* 02:30 Europe/Berlin'] },
    },
    'schedule Mon *-*-* 02:30 Europe/Berlin: at 02:30, only on Monday (Europe/Berlin), next due 2026-11-30 01:30:00 UTC',
  ],
  [
    'a timer that counts from boot',
    { apiVersion: 'systemd.io/v1', kind: 'SystemdTimer', Timer: { OnBootSec: ['2min'] } },
    'schedule OnBootSec=2min: 2m after boot',
  ],
  [
    'a rule of EventBridge',
    {
      apiVersion: 'events.amazonaws.com/v1',
      kind: 'EventBridgeRule',
      ScheduleExpression: 'cron(0 10 ? * MON-FRI *)',
    },
    'schedule cron(0 10 ? * MON-FRI *): at 10:00, Monday through Friday (UTC), next due 2026-11-23 10:00:00 UTC',
  ],
  [
    'what its scheduler does not take',
    { apiVersion: 'events.amazonaws.com/v1', kind: 'EventBridgeRule', ScheduleExpression: 'every night' },
    'schedule every night: not a schedule that its scheduler takes, never due',
  ],
];

describe('the schedules of other orchestrators in words', () => {
  for (const [name, object, sentence] of objects)
    it(name, () => {
      const work = scheduledWork(activityOf({ metadata: { name: 'x' }, ...object }));
      assert.ok(work !== undefined);
      assert.equal(workSentences(work, after).at(-1), sentence);
    });
});
