import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { compileText, ruleText } from '../../../../test/support/sigma-rules.ts';
import type { Interest } from '../../../model/interest.ts';
import type { Json, JsonObject } from '../../../model/json.ts';
import { fieldOf, numberAt, stringAt } from '../../../model/json.ts';
import { parsePipelineFile } from '../pipeline/parse-pipeline-file.ts';
import { createRuleMatcher } from '../rule-matcher.ts';

const verbs = ['get', 'list', 'create', 'patch', 'Delete', 'x'];
const resources = ['pods', 'secrets', 'cronjobs', 'x'];
const agents = ['kubectl/v1.36', 'trufflehog/3', 'kube-probe', ''];
const users = ['system:node:a', 'alice', 'system:serviceaccount:a:b'];
const uris = ['/api/v1/pods?command=%2Fbin%2Fsh', '/api/v1/secrets', '/healthz', '/apis/batch/v1/cronjobs'];
const namespaces = ['a', 'kube-system', 'tenant-5'];
const codes = [200, 201, 403, 404, 500];

/** The values that fields may have, and texts that rules may ask them for. */
const fields: { readonly [field: string]: readonly (string | number)[] } = {
  verb: verbs,
  'objectRef.resource': resources,
  'objectRef.namespace': namespaces,
  'objectRef.subresource': ['exec', 'status'],
  'objectRef.name': ['n1', 'n2'],
  userAgent: agents,
  'user.username': users,
  requestURI: uris,
  'responseStatus.code': codes,
  'requestObject.spec.kind': ['x', 'y'],
  stage: ['RequestReceived', 'ResponseComplete'],
  hostPath: ['/', '/var/run'],
  'protoPayload.methodName': [
    'io.k8s.batch.v1.cronjobs.create',
    'io.k8s.core.v1.pods.exec.get',
    '*.patch',
    'io.*',
  ],
};

const pipelines = parsePipelineFile(
  'name: t\ntransformations:\n  - type: field_name_mapping\n    mapping: {protoPayload.methodName: watchbill.gke.methodName}\n',
  'p.yml',
).pipelines;

const line: fc.Arbitrary<readonly [string, Json]> = fc
  .constantFrom(...Object.entries(fields))
  .chain(([field, values]) => {
    const value = fc.constantFrom(...values);
    const some = fc.oneof(value, fc.uniqueArray(value, { minLength: 1, maxLength: 3 }));
    const texts = value.map(one => String(one).slice(0, 4) || 'q');
    const asked: fc.Arbitrary<readonly [string, Json]>[] = [
      some.map(one => [field, one]),
      fc.array(texts, { minLength: 1, maxLength: 5 }).map(list => [`${field}|contains`, list]),
      texts.map(one => [`${field}|startswith`, one]),
      some.map(one => [`${field}|neq`, one]),
      fc.constant([field, null]),
      fc.boolean().map(one => [`${field}|exists`, one]),
      texts.map(one => [`${field}|re|i`, one.replace(/[^a-z0-9]/gi, '.')]),
      texts.map(one => [`${field}|contains|cased`, one]),
      texts.map(one => [field, `*${one}*?`]),
    ];
    if (field === 'responseStatus.code') asked.push(fc.constant([`${field}|gte`, 400]));
    return fc.oneof(...asked);
  });

const selection = fc.array(line, { minLength: 1, maxLength: 3 }).map(lines => Object.fromEntries(lines));
const detection = fc.record({
  a: selection,
  b: fc.oneof(selection, fc.array(selection, { minLength: 1, maxLength: 2 })),
  c: fc.oneof(selection, fc.constant({ 'objectRef.subresource|exists': true })),
  condition: fc.constantFrom(
    'a',
    'a and b',
    'a or b',
    'a and not b',
    'a and not c',
    'a and (b or c)',
    '1 of them',
    'not a',
    '2 of them',
  ),
});

const event: fc.Arbitrary<JsonObject> = fc.record(
  {
    verb: fc.constantFrom(...verbs),
    stage: fc.constantFrom('RequestReceived', 'ResponseComplete'),
    userAgent: fc.constantFrom(...agents),
    requestURI: fc.constantFrom(...uris),
    user: fc.record({ username: fc.constantFrom(...users) }),
    objectRef: fc.record(
      {
        resource: fc.constantFrom(...resources),
        namespace: fc.constantFrom(...namespaces),
        subresource: fc.constantFrom('exec', 'status'),
        apiVersion: fc.constant('v1'),
        apiGroup: fc.constant('batch'),
        name: fc.constantFrom('n1', 'n2'),
      },
      { requiredKeys: [] },
    ),
    responseStatus: fc.record({ code: fc.constantFrom(...codes) }),
    requestObject: fc.record({ spec: fc.record({ kind: fc.constantFrom('x', 'y') }) }),
    hostPath: fc.constantFrom('/', '/var/run'),
  },
  { requiredKeys: [] },
);

/** What no API server writes, but a hostile log may hold. */
const oddEvent: fc.Arbitrary<JsonObject> = fc
  .tuple(
    event,
    fc.constantFrom<JsonObject[]>(
      { verb: ['get', 'list'] },
      { objectRef: [{ resource: 'pods' }, { resource: 'secrets' }] },
      { 'objectRef.resource': 'pods' },
      { responseStatus: { code: '403' } },
      { user: null },
      { userAgent: ['trufflehog/3'] },
      { 'user.username': 'alice' },
    ),
  )
  .map(([plain, odd]): JsonObject => ({ ...plain, ...odd }));

function interests(interest: Interest, event: JsonObject): boolean {
  const text = (value: Json | undefined) => (typeof value === 'string' ? value : '');
  const inReference = (key: string) => text(fieldOf(fieldOf(event, 'objectRef'), key));
  const [verb, resource] = [text(fieldOf(event, 'verb')), inReference('resource')];
  const [namespace, subresource] = [inReference('namespace'), inReference('subresource')];
  const plain = !Object.hasOwn(event, 'hostPath');
  return (
    (interest.pair(verb, resource) &&
      (interest.reference?.({ verb, resource, namespace, subresource, plain }) ?? true)) ||
    interest.codes.has(numberAt(fieldOf(event, 'responseStatus'), 'code') ?? -1) ||
    (interest.userAgent?.(stringAt(event, 'userAgent') ?? '') ?? false) ||
    (interest.username?.(stringAt(fieldOf(event, 'user'), 'username') ?? '') ?? false) ||
    (interest.requestURI?.(stringAt(event, 'requestURI') ?? '') ?? false)
  );
}

const rulesText = (detections: readonly object[]): string =>
  detections
    .map((one, index) => ruleText(JSON.stringify(one)).replace('title: Test', `title: R${index}`))
    .join('---\n');

describe('the index', () => {
  it('finds the rules that asking every rule finds, and the interest lets their events through', () => {
    fc.assert(
      fc.property(
        fc.array(detection, { minLength: 1, maxLength: 12 }),
        fc.array(fc.oneof({ weight: 5, arbitrary: event }, oddEvent), { minLength: 1, maxLength: 12 }),
        (detections, events) => {
          const { rules, problems } = compileText(rulesText(detections), { pipelines });
          assert.deepEqual(
            problems.filter(problem => problem.severity === 'error'),
            [],
          );
          const matcher = createRuleMatcher(rules);
          for (const one of events) {
            const expected = rules
              .filter(rule => rule.matches(one))
              .map(rule => rule.document.metadata.title);
            const found = matcher.matching(one).map(rule => rule.document.metadata.title);
            assert.deepEqual(found, expected);
            const isPlain =
              typeof fieldOf(one, 'verb') === 'string' && Object.keys(one).every(key => !key.includes('.'));
            if (expected.length > 0 && isPlain && isAuditShaped(one))
              assert.ok(interests(matcher.interest, one));
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('is not interested in a plain event for rules on fields that it does not have', () => {
    const { rules } = compileText(
      rulesText([{ a: { verb: 'create', 'objectRef.resource': 'pods', hostPath: '*' }, condition: 'a' }]),
    );
    const { pair, reference } = createRuleMatcher(rules).interest;
    const asked = { verb: 'create', resource: 'pods', namespace: 'a', subresource: '' };
    assert.equal(pair('create', 'pods'), true);
    assert.equal(reference?.(asked), true);
    assert.equal(reference?.({ ...asked, plain: true }), false);
  });

  it('where a subresource must be absent, the interest says so', () => {
    const a = { verb: 'patch', 'objectRef.resource': 'pods' };
    const part = { 'objectRef.subresource|exists': true };
    const { rules } = compileText(rulesText([{ a, part, condition: 'a and not part' }]), { pipelines });
    const { reference } = createRuleMatcher(rules).interest;
    const asked = { verb: 'patch', resource: 'pods', namespace: 'web' };
    assert.equal(reference?.({ ...asked, subresource: '' }), true);
    assert.equal(reference?.({ ...asked, subresource: 'status' }), false);
  });

  it('asks few rules', () => {
    const { rules } = compileText(
      rulesText(
        Array.from({ length: 300 }, (_, n) => ({
          a: { verb: 'create', 'objectRef.resource': 'pods', 'objectRef.namespace': `tenant-${n}` },
          condition: 'a',
        })),
      ),
    );
    let asked = 0;
    const counting = rules.map(rule => ({
      ...rule,
      test: () => {
        asked += 1;
        return rule.test();
      },
    }));
    const matcher = createRuleMatcher(counting);
    const found = matcher.matching({
      verb: 'create',
      objectRef: { resource: 'pods', namespace: 'Tenant-7' },
    });
    assert.deepEqual(
      found.map(rule => rule.document.metadata.title),
      ['R7'],
    );
    assert.equal(asked, 1);
    assert.deepEqual(matcher.matching({ verb: 'create', objectRef: { resource: 'secrets' } }), []);
    assert.equal(asked, 1);
    assert.equal(matcher.interest.pair('get', 'leases'), false);
    assert.equal(matcher.interest.pair('CREATE', 'Pods'), true);
  });
});

/** The interest is asked about heads as formats read them; other shapes are decoded whole. */
function isAuditShaped(event: JsonObject): boolean {
  const odd = [fieldOf(event, 'objectRef'), fieldOf(event, 'user'), fieldOf(event, 'responseStatus')].some(
    value => value === null || Array.isArray(value),
  );
  return (
    !odd &&
    !Array.isArray(fieldOf(event, 'userAgent')) &&
    stringAt(fieldOf(event, 'responseStatus'), 'code') === undefined
  );
}
