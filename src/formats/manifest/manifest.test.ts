import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { All } from '../envelope/decode-all.ts';
import { decodeAll, decodeExample, reasonsOf } from '../envelope/decode-all.ts';

const found = (all: All): readonly string[] =>
  all.activities.map(activity =>
    activity.type === 'manifest'
      ? `${String(activity.object['kind'])}@${activity.origin.line}`
      : 'no manifest',
  );

const objectOf = (all: All, index = 0): unknown => {
  const activity = all.activities[index];
  return activity?.type === 'manifest' ? activity.object : undefined;
};

test('every kind of file gives its objects with their lines', () => {
  const table: [string, readonly string[], readonly string[]][] = [
    ['multi-document.yaml', ['Namespace@2', 'CronJob@7', 'ServiceAccount@43', 'ConfigMap@46'], []],
    ['helm-rendered.yaml', ['ServiceAccount@3', 'Job@10'], []],
    ['kustomize-build.yaml', ['ServiceAccount@1', 'DaemonSet@10'], []],
    ['list.json', ['CronJob@4', 'Job@10'], ['not-a-manifest@15']],
    ['job.json', ['Job@1'], []],
    ['broken-document.yaml', ['ServiceAccount@1', 'ServiceAccount@11'], ['not-yaml@9', 'not-a-manifest@15']],
    ['helm-template.yaml', [], ['not-rendered@1']],
    ['aliases.yaml', [], ['expands-too-far@1']],
  ];
  for (const [name, objects, reasons] of table) {
    for (const format of [undefined, 'manifest'] as const) {
      const all = decodeExample('manifest', name, { format, cluster: 'shop-prod' });
      assert.deepEqual([found(all), reasonsOf(all)], [objects, reasons], name);
      for (const activity of all.activities)
        assert.deepEqual([activity.cluster, activity.format], ['shop-prod', 'manifest']);
    }
  }
});

test('the comment of `helm template` says where an object comes from', () => {
  const all = decodeExample('manifest', 'helm-rendered.yaml');
  const sources = all.activities.map(activity => activity.type === 'manifest' && activity.renderedFrom);
  assert.deepEqual(sources, ['shop/templates/serviceaccount.yaml', 'shop/templates/jobs/migrate.yaml']);
});

test('YAML means what it means to Kubernetes', () => {
  const head = 'apiVersion: v1\nkind: X\n';
  const table: [string, unknown][] = [
    ['a: yes', true],
    ['a: "yes"', 'yes'],
    ['a: off', false],
    ['a: 0644', 420],
    ['a: 2026-11-23', '2026-11-23'],
    ['a: 22:22', '22:22'],
    ['a: 1e3', 1000],
    ['a: 1\na: 2', 2],
    ['b: &b {c: 1}\na: {<<: *b, d: 2}', { c: 1, d: 2 }],
    ['a: ~', null],
    ['a: {80: x}', { '80': 'x' }],
    ['a: |\n  {{ text }}\n', '{{ text }}\n'],
    ['a: !Ref x', 'x'],
  ];
  for (const [text, expected] of table) {
    const object = objectOf(decodeAll(`${head}${text}\n`));
    assert.ok(typeof object === 'object' && object !== null && 'a' in object, text);
    assert.deepEqual(object.a, expected, text);
  }
  const polluting = objectOf(decodeAll(`${head}__proto__: {polluted: true}\n`));
  assert.ok(typeof polluting === 'object' && polluting !== null && Object.hasOwn(polluting, '__proto__'));
  assert.equal('polluted' in {}, false);
});

test('lists in lists, typed lists, bare arrays, several JSON values', () => {
  const job = (name: string): string =>
    `{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"${name}"}}`;
  const table: [string, readonly string[], readonly string[]][] = [
    [
      `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: List\n  items:\n  - ${job('a')}\n`,
      ['Job@4'],
      [],
    ],
    ['apiVersion: batch/v1\nkind: CronJobList\nitems:\n- metadata: {name: a}\n', ['CronJob@4'], []],
    [`- ${job('a')}\n- ${job('b')}\n`, ['Job@1', 'Job@1'], []],
    [`[${job('a')},\n${job('b')}]`, ['Job@1', 'Job@2'], []],
    [`${job('a')}\n${job('b')}`, ['Job@1', 'Job@2'], []],
    [`${job('a')}${job('b')}`, ['Job@1', 'Job@1'], []],
    ['apiVersion: v1\nkind: List\nitems: []\n', [], []],
    ['apiVersion: v1\nkind: List\n', ['List@1'], []],
    [`%YAML 1.2\n---\n${job('a')}\n...\n`, ['Job@3'], []],
    ['\uFEFFapiVersion: v1\r\nkind: Pod\r\n---\r\napiVersion: v1\r\nkind: Pod\r\n', ['Pod@1', 'Pod@4'], []],
  ];
  for (const [text, objects, reasons] of table) {
    const all = decodeAll(text, { format: 'manifest' });
    assert.deepEqual([found(all), reasonsOf(all)], [objects, reasons], text);
  }
});

test('hostile YAML is refused by name', () => {
  const head = 'apiVersion: v1\nkind: X\n';
  const chain = Array.from({ length: 140 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}]`).join(
    '\n',
  );
  const table: [string, string][] = [
    [`${head}a: ${'['.repeat(3000)}`, 'too-deep'],
    [`${head}a: ${'['.repeat(600)}${']'.repeat(600)}`, 'too-deep'],
    [`${head}a: &a [*a]`, 'too-deep'],
    [`${head}a: *missing`, 'not-yaml'],
    [`${head}a0: &a0 [x]\n${chain}\n`, 'expands-too-far'],
    [`${head}a:\n\t- tab`, 'not-yaml'],
    [`${head}? [a]\n: b`, 'not-yaml'],
    ['just text', 'not-a-manifest'],
    ['apiVersion: v1\n', 'not-a-manifest'],
    ['apiVersion: 1\nkind: [x]\n', 'not-a-manifest'],
    [`${head}a: {{ .Values.x }}`, 'not-rendered'],
  ];
  for (const [text, reason] of table) {
    const all = decodeAll(text, { format: 'manifest' });
    assert.deepEqual(
      [all.activities.length, all.refusals.map(refusal => refusal.reason)],
      [0, [reason]],
      text.slice(0, 60),
    );
  }
});

test('files of other things are not taken for manifests', () => {
  for (const text of ['replicas: 3\n', '{"name":"x","version":"1"}', '# kind: nothing\n', 'kind of text\n']) {
    assert.deepEqual(reasonsOf(decodeAll(text)), ['unknown-format@1'], text);
  }
});
