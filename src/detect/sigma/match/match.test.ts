import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Json, JsonObject } from '../../../model/json.ts';
import { parsePattern, patternText } from '../rule/pattern.ts';
import { locatedValues } from '../signal/located-values.ts';
import { derivedFields } from './derived-fields.ts';
import { fieldLookup } from './field-path.ts';
import { globsMeet, globTest } from './glob.ts';
import { isNetwork, networkTest } from './network.ts';
import { anyTextIn } from './text-search.ts';

describe('where a field name leads', () => {
  const event: JsonObject = {
    verb: 'create',
    user: { username: 'alice', extra: { 'authentication.kubernetes.io/pod-name': ['p'] } },
    annotations: { 'authorization.k8s.io/decision': 'allow', authorization: { x: 1 } },
    'flat.name': 'f',
    a: { 'b.c': { d: 1 }, b: { c: { e: 2 } } },
    spec: { containers: [{ image: 'one', args: ['x', ['y']] }, { image: 'two' }, { other: 1 }, 'text'] },
    empty: [],
    none: null,
    list: [['n']],
  };
  const rows: readonly (readonly [string, readonly Json[], boolean])[] = [
    ['verb', ['create'], true],
    ['user.username', ['alice'], true],
    ['user.nothing', [], false],
    ['verb.more', [], false],
    ['annotations.authorization.k8s.io/decision', ['allow'], true],
    ['annotations.authorization.x', [1], true],
    ['user.extra.authentication.kubernetes.io/pod-name', ['p'], true],
    ['flat.name', ['f'], true],
    ['a.b.c.e', [2], true],
    ['a.b.c.d', [1], true],
    ['spec.containers.image', ['one', 'two'], true],
    ['spec.containers.1.image', ['two'], true],
    ['spec.containers.args', ['x', 'y'], true],
    ['spec.containers.nothing', [], false],
    ['empty', [], true],
    ['empty.x', [], false],
    ['none', [null], true],
    ['none.x', [], false],
    ['list.0.0', ['n'], true],
    ['__proto__', [], false],
    ['constructor', [], false],
    ['user.toString', [], false],
    ['', [], false],
  ];
  for (const [name, expected, present] of rows)
    it(name, () => {
      const found: Json[] = [];
      assert.equal(
        fieldLookup(name)(event, value => found.push(value)),
        present,
      );
      assert.deepEqual(found, expected);
    });

  it('values with their places are the same values', () => {
    const key = fc.constantFrom('a', 'b', 'a.b', 'b.a', '0');
    const { value } = fc.letrec<{ value: Json }>(tie => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<Json>(null, 1, 'x'),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 3 }),
      ),
    }));
    const name = fc
      .array(fc.constantFrom('a', 'b', '0'), { minLength: 1, maxLength: 4 })
      .map(list => list.join('.'));
    fc.assert(
      fc.property(fc.dictionary(key, value), name, (object, path) => {
        const found: Json[] = [];
        fieldLookup(path)(object, one => found.push(one));
        assert.deepEqual(
          locatedValues(object, path).map(located => located.value),
          found,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('hostile names and objects end', () => {
    let deep: Json = 'x';
    for (let depth = 0; depth < 1000; depth += 1) deep = [deep];
    const found: Json[] = [];
    fieldLookup('a')({ a: deep }, value => found.push(value));
    assert.deepEqual(found, ['x']);
    assert.equal(
      fieldLookup(Array.from({ length: 5000 }, () => 'a').join('.'))({ a: {} }, () => {}),
      false,
    );
  });
});

const shortText = fc
  .array(fc.constantFrom('a', 'b', '.', '\n', '\u{1f600}'), { maxLength: 8 })
  .map(list => list.join(''));
const shortPattern = fc
  .array(fc.constantFrom('a', 'b', '.', '*', '?', '\\*', '\u{1f600}'), { maxLength: 7 })
  .map(list => list.join(''));

/** The pattern as an expression of the language, to compare with. */
function expression(pattern: string): RegExp {
  const parts = parsePattern(pattern).map(part => {
    if (part.type === 'text') return part.text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    return part.type === 'many' ? '[^]*' : '[^]';
  });
  return new RegExp(`^(?:${parts.join('')})$`, 'u');
}

describe('patterns', () => {
  it('match what the same expression matches', () => {
    fc.assert(
      fc.property(shortPattern, shortText, (pattern, text) => {
        assert.equal(globTest(parsePattern(pattern))(text), expression(pattern).test(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('meet where a text matches both', () => {
    fc.assert(
      fc.property(shortPattern, shortPattern, shortText, (a, b, text) => {
        if (expression(a).test(text) && expression(b).test(text))
          assert.ok(globsMeet(parsePattern(a), parsePattern(b)));
      }),
      { numRuns: 2000 },
    );
    assert.equal(globsMeet(parsePattern('a*'), parsePattern('b*')), false);
    assert.equal(globsMeet(parsePattern('*.pods.get'), parsePattern('io.k8s.*.cronjobs.create')), false);
    assert.equal(globsMeet(parsePattern('a?c'), parsePattern('*bc')), true);
  });

  it('are written as they were read', () => {
    assert.equal(patternText(parsePattern('a*b?c')), 'a*b?c');
    assert.deepEqual(parsePattern(''), []);
  });

  it('take time in proportion', () => {
    assert.equal(globTest(parsePattern('*a*a*a*a*a*a*a*a*b'))('a'.repeat(20_000)), false);
    assert.equal(globTest(parsePattern('*a?*a?*a?*b'))('a'.repeat(5000)), false);
  });
});

it('a search for many texts finds what looking for each finds', () => {
  const needles = fc.array(
    fc.array(fc.constantFrom('a', 'b', 'ab', 'é'), { maxLength: 4 }).map(list => list.join('')),
    {
      minLength: 1,
      maxLength: 8,
    },
  );
  const text = fc.array(fc.constantFrom('a', 'b', 'é', 'c'), { maxLength: 14 }).map(list => list.join(''));
  fc.assert(
    fc.property(needles, text, (wanted, input) => {
      assert.equal(
        anyTextIn(wanted)(input),
        wanted.some(needle => input.includes(needle)),
      );
    }),
    { numRuns: 2000 },
  );
});

it('networks: an address is in the network of its own first bits, and in no other', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.integer({ min: 1, max: 32 }), (address, bits) => {
      const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
      const size = 2 ** (32 - bits);
      const dotted = (value: number) =>
        [24, 16, 8, 0].map(shift => Math.floor(value / 2 ** shift) % 256).join('.');
      const first = Math.floor(number / size) * size;
      const other = first >= size ? first - size : first + size;
      assert.ok(isNetwork(`${dotted(first)}/${bits}`));
      assert.equal(networkTest(`${dotted(first)}/${bits}`)(address), true);
      assert.equal(networkTest(`${dotted(other)}/${bits}`)(address), false);
    }),
  );
});

describe('derived fields', () => {
  const cronjob = { resource: 'cronjobs', apiGroup: 'batch', apiVersion: 'v1', namespace: 'n', name: 'x' };
  const rows: readonly (readonly [string, JsonObject, Json | undefined])[] = [
    ['gke.methodName', { verb: 'create', objectRef: cronjob }, 'io.k8s.batch.v1.cronjobs.create'],
    [
      'gke.methodName',
      { verb: 'get', objectRef: { resource: 'pods', apiVersion: 'v1', subresource: 'exec' } },
      'io.k8s.core.v1.pods.exec.get',
    ],
    [
      'gke.methodName',
      {
        verb: 'update',
        objectRef: { resource: 'roles', apiGroup: 'rbac.authorization.k8s.io', apiVersion: 'v1' },
      },
      'io.k8s.authorization.rbac.v1.roles.update',
    ],
    [
      'gke.methodName',
      { verb: 'create', objectRef: { resource: 'jobs', apiVersion: 'batch/v1' } },
      'io.k8s.batch.v1.jobs.create',
    ],
    ['gke.methodName', { verb: 'get', requestURI: '/healthz' }, undefined],
    ['gke.resourceName', { verb: 'get', objectRef: cronjob }, 'batch/v1/namespaces/n/cronjobs/x'],
    ['gke.statusCode', { responseStatus: { code: 403 } }, 7],
    ['gke.statusCode', { responseStatus: { code: 201 } }, 0],
    ['gke.statusCode', {}, undefined],
    [
      'azure.operationName',
      { verb: 'patch', objectRef: cronjob },
      'MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/BATCH/CRONJOBS/WRITE',
    ],
    [
      'azure.operationName',
      { verb: 'deletecollection', objectRef: cronjob },
      'MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/BATCH/CRONJOBS/DELETE',
    ],
    [
      'azure.operationName',
      { verb: 'create', objectRef: { resource: 'pods', subresource: 'exec' } },
      'MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/PODS/EXEC/ACTION',
    ],
    [
      'azure.operationName',
      { verb: 'list', objectRef: { resource: 'pods' } },
      'MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/PODS/READ',
    ],
  ];
  for (const [name, event, expected] of rows)
    it(`${name} of ${JSON.stringify(event)}`, () =>
      assert.equal(derivedFields.get(`watchbill.${name}`)?.(event), expected));
});
