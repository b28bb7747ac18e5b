import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Json, JsonObject } from '../../model/json.ts';
import { isObject } from '../../model/json.ts';
import { readWorkloadChange } from '../read-workload-change.ts';
import { findPods } from './find-pods.ts';
import { isSchedule } from './is-schedule.ts';

const nothing: ReadonlySet<unknown> = new Set();
const search = (object: JsonObject) => findPods({ object, path: '', appended: nothing });
const unknown = (spec: Json): JsonObject => ({ apiVersion: 'acme.example/v1', kind: 'Thing', spec });

function pathsIn(spec: Json): readonly string[] {
  const { views } = search(unknown(spec));
  return views.flatMap(({ lists }) =>
    lists.flatMap(({ items, path, alone }) => items.map((_, index) => (alone ? path : `${path}[${index}]`))),
  );
}

describe('what looks like a pod', () => {
  const cases: readonly (readonly [string, Json, readonly string[]])[] = [
    [
      'a pod template',
      { template: { metadata: {}, spec: { containers: [{ image: 'a' }] } } },
      ['spec.template.spec.containers[0]'],
    ],
    [
      'a pod spec',
      { podSpec: { containers: [{ name: 'a', command: ['b'] }] } },
      ['spec.podSpec.containers[0]'],
    ],
    [
      'the spec itself',
      { containers: [{ image: 'a' }], initContainers: [{ image: 'b' }] },
      ['spec.initContainers[0]', 'spec.containers[0]'],
    ],
    [
      'several templates',
      { groups: [{ t: { containers: [{ image: 'a' }] } }, { t: { containers: [{ image: 'b' }] } }] },
      ['spec.groups[0].t.containers[0]', 'spec.groups[1].t.containers[0]'],
    ],
    [
      'a list of steps',
      { steps: [{ name: 'a', image: 'b', script: 'c' }, { name: 'wait' }] },
      ['spec.steps[0]'],
    ],
    ['one container', { image: 'a', command: ['b'] }, ['spec']],
    ['a command in one text', { image: 'a', cmd: 'sh -c date' }, ['spec']],
    [
      'the CronTab of the documentation',
      { cronSpec: '* * * * */5', image: 'my-awesome-cron-image' },
      ['spec'],
    ],
    [
      'a hook that executes in a container',
      { hooks: [{ pre: [{ exec: { container: 'db', command: ['dump'] } }] }] },
      ['spec.hooks[0].pre[0].exec'],
    ],
    ['an image alone', { image: 'a', tag: 'b' }, []],
    ['an image with its settings', { database: { image: 'a', replicas: 3, storage: '1Gi' } }, []],
    ['containers that are none', { containers: ['a', 'b'] }, []],
    ['a list of names', { containers: [{ name: 'a' }] }, []],
    ['a command alone', { command: ['a'] }, []],
  ];
  for (const [name, spec, expected] of cases) {
    test(`${name}: ${expected.length}`, () =>
      assert.deepEqual(pathsIn(spec).toSorted(), expected.toSorted()));
  }

  test('what runs now and what it is called are no template', () => {
    const object = {
      ...unknown({}),
      status: { containers: [{ image: 'a' }] },
      metadata: { containers: [{ image: 'a' }] },
    };
    assert.equal(search(object).views.length, 0);
  });

  test('whole objects of known kinds, with what is around them', () => {
    const pod = { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ image: 'a' }] } };
    const { embedded, views } = search(
      unknown({ objects: [pod, { apiVersion: 'v1', kind: 'Service', spec: {} }] }),
    );
    assert.deepEqual(
      embedded.map(({ kind, path }) => [kind.kind, path]),
      [['Pod', 'spec.objects[0]']],
    );
    assert.equal(views.length, 0);
  });
});

describe('what looks like a schedule', () => {
  test('of which keys, with time zone and pause', () => {
    const spec = {
      backup: { schedule: '0 1 * * *', timeZone: 'UTC', suspend: true },
      cronExpression: '@daily',
      schedules: ['@every 1h', 'weekly'],
      note: '0 1 * * *',
    };
    assert.deepEqual(
      search(unknown(spec)).schedules.map(({ schedule, path, timeZone, suspended }) => [
        schedule,
        path,
        timeZone,
        suspended,
      ]),
      [
        ['0 1 * * *', 'spec.backup.schedule', 'UTC', true],
        ['@daily', 'spec.cronExpression', '', false],
        ['@every 1h', 'spec.schedules[0]', '', false],
      ],
    );
  });

  const texts: readonly (readonly [string, boolean])[] = [
    ['0 1 * * *', true],
    ['*/5 * * * MON-FRI', true],
    ['0 30 4 1,15 * 5', true],
    ['@hourly', true],
    ['@every 1h30m', true],
    ['CRON_TZ=Asia/Tokyo 0 6 * * ?', true],
    ['daily', false],
    ['1h', false],
    ['', false],
    ['every day at noon, with love', false],
    ['default-scheduler', false],
    ['0 1 2 3', false],
    [`${'1 '.repeat(500)}`, false],
  ];
  for (const [text, expected] of texts)
    test(`${JSON.stringify(text.slice(0, 40))}: ${expected}`, () => assert.equal(isSchedule(text), expected));
});

describe('hostile objects', () => {
  test('wide and deep ones are searched up to a limit, and that is said', () => {
    const wide = unknown(Array.from({ length: 50_000 }, () => ({})));
    assert.equal(search(wide).cut, true);
    let deep: Json = { containers: [{ image: 'a' }] };
    for (let level = 0; level < 500; level += 1) deep = { deep };
    assert.equal(search(unknown(deep)).views.length, 0);
    const many = unknown(Array.from({ length: 5_000 }, () => ({ containers: [{ image: 'a' }] })));
    assert.ok(search(many).views.length <= 200);
  });

  test('keys that name prototypes are data', () => {
    const object: Json = JSON.parse(
      '{"apiVersion":"acme.example/v1","kind":"constructor","spec":{"__proto__":{"containers":[{"image":"a","command":["b"]}]}}}',
    );
    assert.ok(isObject(object));
    assert.equal(search(object).views.length, 1);
  });

  test('any JSON is read without an error, and the same way twice', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const spec: Json = JSON.parse(JSON.stringify(value));
        const activity = {
          type: 'manifest',
          cluster: '',
          format: 'manifest',
          origin: { source: 'test', file: 'x', line: 1 },
          object: unknown(spec),
        } as const;
        assert.deepEqual(readWorkloadChange(activity), readWorkloadChange(activity));
      }),
    );
  });
});
