import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ChangedField } from '../../model/lineage.ts';
import { noChanges, withChanges } from './net-changes.ts';

const change = (field: string, from: string, to: string, container = 'main'): ChangedField => ({
  field,
  container,
  from,
  to,
});

const cases: readonly {
  readonly name: string;
  readonly requests: readonly (readonly ChangedField[])[];
  readonly net: readonly ChangedField[];
}[] = [
  {
    name: 'of a change in three steps the ends are told',
    requests: [
      [change('image', 'a:1', 'a:2')],
      [change('image', 'a:2', 'b:1')],
      [change('image', 'b:1', 'c:1')],
    ],
    net: [change('image', 'a:1', 'c:1')],
  },
  {
    name: 'what was taken back is not told',
    requests: [[change('image', 'a', 'b'), change('tty', 'false', 'true')], [change('image', 'b', 'a')]],
    net: [change('tty', 'false', 'true')],
  },
  {
    name: 'the same field of two containers is two things',
    requests: [[change('image', 'a', 'b', 'one')], [change('image', 'b', 'c', 'two')]],
    net: [change('image', 'a', 'b', 'one'), change('image', 'b', 'c', 'two')],
  },
  {
    name: 'items of a list that came and went are not one item that changed',
    requests: [[change('env', 'A', '')], [change('env', '', 'B')]],
    net: [change('env', 'A', ''), change('env', '', 'B')],
  },
  {
    name: 'an item that came and then went is nothing',
    requests: [[change('env', '', 'B')], [change('env', 'B', '')]],
    net: [],
  },
];

describe('changes in the course of an incident', () => {
  for (const { name, requests, net } of cases)
    test(name, () => assert.deepEqual(requests.reduce(withChanges, noChanges), { fields: net, more: 0 }));

  test('few are kept, in bounded length, and the others counted', () => {
    const many = Array.from({ length: 100 }, (_, index) =>
      change('env', '', `${index}${'x'.repeat(10_000)}`),
    );
    const { fields, more } = withChanges(noChanges, many);
    assert.deepEqual([fields.length, more], [16, 84]);
    assert.ok(fields.every(({ to }) => to.length === 600));
  });
});
