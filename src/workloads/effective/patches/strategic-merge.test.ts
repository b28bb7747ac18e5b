import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '../../../model/json.ts';
import { objectType } from '../schema/schema.ts';
import { strategicMerge } from './strategic-merge.ts';

const spec = objectType('PodSpec');

const pod: JsonObject = {
  containers: [
    {
      name: 'a',
      image: 'a:1',
      env: [
        { name: 'X', value: '1' },
        { name: 'Y', value: '2' },
      ],
    },
    { name: 'b', image: 'b:1' },
  ],
  tolerations: [{ key: 'k' }],
  volumes: [{ name: 'v', emptyDir: {} }],
  nodeSelector: { disk: 'ssd', zone: 'a' },
};

/** Examples of https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/ and of strategicpatch's tests. */
const cases: readonly (readonly [name: string, patch: JsonObject, changed: JsonObject])[] = [
  [
    'merges containers by name, with a new one first',
    { containers: [{ name: 'c', image: 'c:1' }] },
    { containers: [{ name: 'c', image: 'c:1' }, ...list('containers')] },
  ],
  [
    'merges variables by name',
    { containers: [{ name: 'a', env: [{ name: 'Y', value: '3' }] }] },
    {
      containers: [
        {
          name: 'a',
          image: 'a:1',
          env: [
            { name: 'X', value: '1' },
            { name: 'Y', value: '3' },
          ],
        },
        { name: 'b', image: 'b:1' },
      ],
    },
  ],
  ['replaces lists without a key', { tolerations: [{ key: 'other' }] }, { tolerations: [{ key: 'other' }] }],
  ['merges maps', { nodeSelector: { zone: 'b', disk: null } }, { nodeSelector: { zone: 'b' } }],
  [
    'deletes an item',
    { containers: [{ name: 'a', $patch: 'delete' }] },
    { containers: [{ name: 'b', image: 'b:1' }] },
  ],
  [
    'replaces a list',
    { containers: [{ $patch: 'replace' }, { name: 'c', image: 'c:1' }] },
    { containers: [{ name: 'c', image: 'c:1' }] },
  ],
  [
    'replaces a map',
    { nodeSelector: { $patch: 'replace', only: 'this' } },
    { nodeSelector: { only: 'this' } },
  ],
  ['empties a map', { nodeSelector: { $patch: 'delete' } }, { nodeSelector: {} }],
  [
    'keeps only what $retainKeys names',
    { volumes: [{ name: 'v', $retainKeys: ['name', 'hostPath'], hostPath: { path: '/' } }] },
    { volumes: [{ name: 'v', hostPath: { path: '/' } }] },
  ],
  [
    'orders by $setElementOrder',
    { '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }] },
    { containers: list('containers').toReversed() },
  ],
  ['removes with null', { tolerations: null }, { tolerations: undefined }],
  [
    'removes a field of an item',
    { containers: [{ name: 'a', env: null }] },
    {
      containers: [
        { name: 'a', image: 'a:1' },
        { name: 'b', image: 'b:1' },
      ],
    },
  ],
];

function list(key: string): readonly JsonObject[] {
  const found: unknown = pod[key];
  assert.ok(Array.isArray(found));
  return found;
}

describe('strategic merge patch', () => {
  for (const [name, patch, changed] of cases) {
    it(name, () => {
      const copy = structuredClone(pod);
      const result = strategicMerge(pod, patch, spec);
      const expected = JSON.parse(JSON.stringify({ ...pod, ...changed }));
      assert.deepEqual(result.ok ? result.value : result.error, expected);
      assert.deepEqual(pod, copy, 'the original has changed');
    });
  }

  it('merges plain values of finalizers, and deletes them', () => {
    const type = objectType('ObjectMeta');
    const added = strategicMerge({ finalizers: ['a', 'b'] }, { finalizers: ['c', 'a'] }, type);
    assert.deepEqual(added.ok ? added.value : undefined, { finalizers: ['c', 'a', 'b'] });
    const deleted = strategicMerge(
      { finalizers: ['a', 'b'] },
      { '$deleteFromPrimitiveList/finalizers': ['a'] },
      type,
    );
    assert.deepEqual(deleted.ok ? deleted.value : undefined, { finalizers: ['b'] });
  });

  it('refuses what the server refuses', () => {
    const refused: readonly JsonObject[] = [
      { containers: [{ image: 'no name' }] },
      { $patch: 'other' },
      { containers: ['text'] },
      { '$setElementOrder/containers': 'text' },
      { '$deleteFromPrimitiveList/finalizers': 'text' },
    ];
    for (const patch of refused)
      assert.equal(strategicMerge(pod, patch, spec).ok, false, JSON.stringify(patch));
  });

  it('takes __proto__ for a name like others, and never throws', () => {
    const key = fc.constantFrom(
      '__proto__',
      'constructor',
      'containers',
      'name',
      '$patch',
      '$retainKeys',
      '$setElementOrder/containers',
      'env',
    );
    const value = fc.jsonValue().map((json): JsonObject => JSON.parse(JSON.stringify({ json })));
    const object = fc
      .array(fc.tuple(key, fc.oneof(value, fc.array(value), fc.constant('delete'))))
      .map(entries => Object.fromEntries(entries));
    fc.assert(
      fc.property(object, object, (original, patch) => {
        const result = strategicMerge(original, patch, spec);
        assert.equal(Reflect.get({}, 'json'), undefined);
        return !result.ok || Object.getPrototypeOf(result.value) === Object.prototype;
      }),
    );
  });
});
