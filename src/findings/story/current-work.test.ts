import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChangedField } from '../../model/lineage.ts';
import { noChanges } from '../incidents/net-changes.ts';
import { currentWork } from './current-work.ts';

const main = { role: 'container', name: 'main', image: 'a:1', command: 'run' };
const seen = {
  runs: [main],
  moreContainers: 0,
  schedule: '17 3 * * *',
  timeZone: '',
  suspended: true,
  created: '',
};
const after = (...fields: readonly ChangedField[]) =>
  currentWork({ work: { severity: 'high', seen }, changes: { fields, more: 0 } });
const change = (field: string, from: string, to: string, container = ''): ChangedField => ({
  field,
  container,
  from,
  to,
});

test('a schedule that another request changed is told as it is now', () => {
  assert.equal(after(change('schedule', '17 3 * * *', '*/4 * * * *'))?.schedule, '*/4 * * * *');
  assert.equal(after(change('suspended', 'true', 'false'))?.suspended, false);
  assert.equal(after(change('timeZone', '', 'Europe/Berlin'))?.timeZone, 'Europe/Berlin');
});

test('so are image and command of the container that was changed, and of no other', () => {
  assert.deepEqual(after(change('image', 'a:1', 'b:2', 'main'))?.runs, [{ ...main, image: 'b:2' }]);
  assert.deepEqual(after(change('command', 'run', 'sh -c x', 'main'))?.runs, [
    { ...main, command: 'sh -c x' },
  ]);
  assert.deepEqual(after(change('image', 'a:1', 'b:2', 'other'))?.runs, [main]);
});

test('what was seen later than the change stays', () => {
  assert.deepEqual(after(change('schedule', '0 0 * * *', '17 3 * * *')), seen);
  assert.equal(currentWork({ work: undefined, changes: noChanges }), undefined);
});
