import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { objectAt, stringAt } from '../../model/json.ts';
import { createDecoder } from '../decoder.ts';
import type { All } from '../envelope/decode-all.ts';
import { decodeAll, decodeExample, reasonsOf } from '../envelope/decode-all.ts';
import { readUnits } from './unit-file.ts';

const unitsOf = (all: Pick<All, 'activities'>): readonly string[] =>
  all.activities.map(activity => {
    if (activity.type !== 'manifest') return 'audit';
    const { object, origin } = activity;
    return `${stringAt(object, 'kind')} ${stringAt(objectAt(object, 'metadata'), 'name')}@${origin.line}`;
  });

test('units that start containers; the others are counted', () => {
  const table: [string, readonly string[], number][] = [
    ['web.container', ['Quadlet web.container@2'], 0],
    ['monitor.container', ['Quadlet monitor.container@1'], 0],
    ['app.kube', ['Quadlet app.kube@1'], 0],
    ['backup-cat.txt', ['SystemdTimer backup.timer@2'], 1],
    ['refresh.service', ['SystemdService refresh.service@1'], 0],
    ['refresh.timer', [], 1],
    ['apt-daily.timer', [], 1],
  ];
  for (const [name, units, skipped] of table) {
    for (const format of [undefined, 'systemd'] as const) {
      const all = decodeExample('systemd', name, { format });
      assert.deepEqual([unitsOf(all), all.skipped, reasonsOf(all)], [units, skipped, []], name);
    }
  }
});

test('a timer and its service in two files: the second is judged with both', () => {
  const read = (names: readonly string[]): readonly string[] => {
    const activities: All['activities'] = [];
    const decode = createDecoder({ cluster: '', interest: 'everything' }, decoded => {
      activities.push(...decoded.activities);
    });
    for (const name of names) {
      const bytes = readFileSync(new URL(`examples/${name}`, import.meta.url));
      decode({ source: 'audit-file', file: `/etc/systemd/system/${name}`, bytes, last: true });
    }
    return unitsOf({ activities });
  };
  assert.deepEqual(read(['refresh.timer', 'refresh.service']), ['SystemdTimer refresh.service@1']);
  assert.deepEqual(read(['refresh.service', 'refresh.timer']), [
    'SystemdService refresh.service@1',
    'SystemdTimer refresh.timer@1',
  ]);
});

test('syntax: lines that go on, comments between, values taken back, drop-ins, damage', () => {
  const { units, faults } = readUnits(
    '[Service]\nExecStart=a \\\n# between\n  b\nExecStart=c\nEnvironment=x\nEnvironment=\nstray\n[Empty]\n',
    'x.service',
  );
  assert.deepEqual(units[0]?.sections, { Service: { ExecStart: ['a  b', 'c'], Environment: [] }, Empty: {} });
  assert.deepEqual(
    faults.map(({ line }) => line),
    [8],
  );
  const cat =
    '# /etc/systemd/system/a.service\n[Service]\nExecStart=x\n\n# /etc/systemd/system/a.service.d/b.conf\n[Service]\nExecStart=\nExecStart=y\n';
  const [unit, ...others] = readUnits(cat, '-').units;
  assert.deepEqual(
    [unit?.name, unit?.sections, others],
    ['a.service', { Service: { ExecStart: ['y'] } }, []],
  );
});

test('it never throws', () => {
  const piece = fc.constantFrom(
    '[Service]',
    '[__proto__]',
    '\n',
    '\\\n',
    '=',
    'ExecStart=',
    '# /a/b.timer\n',
    '[',
    'x',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 40 }), pieces => {
      for (const { line } of readUnits(pieces.join(''), 'x').units) assert.ok(line >= 1);
    }),
    { numRuns: 500 },
  );
});

test('a file that is no unit is none', () => {
  for (const text of ['[tool.poetry]\nname = "x"\n', '[Desktop]\nExec=x\n', '# a\nb\n'])
    assert.deepEqual(reasonsOf(decodeAll(text)), ['unknown-format@1'], text);
});
