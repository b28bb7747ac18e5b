import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pipelines, readAll } from '../../../../test/support/shipped-rules.ts';
import { lineText, matches, problemsOf } from '../../../../test/support/sigma-rules.ts';
import { activity, signals } from '../../../../test/support/sigma-signals.ts';
import type { JsonObject } from '../../../model/json.ts';
import { isObject } from '../../../model/json.ts';
import { parseRuleFile } from '../../rules/parse-rule-file.ts';
import { compileSigma } from '../compile-sigma.ts';
import { parsePipelineFile } from './parse-pipeline-file.ts';

describe('field names of managed services', () => {
  const wrapped = (key: string, value: unknown, logsource = '{product: kubernetes, service: audit}') =>
    lineText(key, value).replace(
      'logsource:\n  product: kubernetes\n  service: audit',
      `logsource: ${logsource}`,
    );
  const event: JsonObject = {
    verb: 'create',
    user: { username: 'alice@corp.example' },
    userAgent: 'kubectl/v1.36',
    sourceIPs: ['203.0.113.9'],
    objectRef: { resource: 'cronjobs', apiGroup: 'batch', apiVersion: 'v1', namespace: 'n', name: 'x' },
    responseStatus: { code: 201 },
    annotations: { 'authorization.k8s.io/decision': 'allow' },
    requestObject: { spec: { schedule: '* * * * *' } },
  };
  const rows: readonly (readonly [string, string, unknown, boolean])[] = [
    ['{product: gcp, service: gcp.audit}', 'protoPayload.methodName|endswith', '.cronjobs.create', true],
    ['{product: gcp, service: gcp.audit}', 'protoPayload.methodName|endswith', '.cronjobs.delete', false],
    ['{product: gcp, service: gcp.audit}', 'gcp.audit.method_name', 'io.k8s.batch.v*.cronjobs.*', true],
    ['{product: gcp, service: gke}', 'protoPayload.resourceName|contains', '/namespaces/n/', true],
    [
      '{product: gcp, service: gke}',
      'protoPayload.authenticationInfo.principalEmail',
      'alice@corp.example',
      true,
    ],
    ['{product: gcp, service: gke}', 'data.protoPayload.request.spec.schedule|startswith', '*', true],
    ['{product: gcp, service: gke}', 'protoPayload.requestMetadata.callerIp|cidr', '203.0.113.0/24', true],
    ['{product: gcp, service: gke}', 'protoPayload.status.code', 0, true],
    ['{product: gcp, service: gke}', 'protoPayload.authorizationInfo.granted', true, true],
    ['{product: gcp, service: gke}', 'protoPayload.authorizationInfo.granted', false, false],
    ['{product: azure, service: activitylogs}', 'operationName|endswith', '/CRONJOBS/WRITE', true],
    ['{product: azure, service: activitylogs}', 'operationName|endswith', '/SECRETS/WRITE', false],
    ['{product: azure, service: aks}', 'ObjectRef.resource', 'cronjobs', true],
    ['{product: azure, service: kube-audit}', 'properties.log.objectRef.resource', 'cronjobs', true],
    ['{product: kubernetes, service: audit}', 'User.username|contains', 'alice', true],
    ['{product: kubernetes, service: audit}', 'Verb', 'create', true],
    ['{product: kubernetes, service: audit}', 'RequestObject.spec.schedule|exists', true, true],
    ['{product: kubernetes, service: audit}', 'kubernetes.audit.objectRef.resource', 'cronjobs', true],
    [
      '{product: kubernetes, service: audit}',
      'kubernetes.audit.annotations.authorization_k8s_io/decision',
      'allow',
      true,
    ],
    ['{product: kubernetes, service: audit}', 'user_agent.original|startswith', 'kubectl', true],
    ['{product: aws, service: eks}', 'logEvents.message.objectRef.name', 'x', true],
    ['{product: kubernetes, service: audit}', 'user:username', 'alice@corp.example', true],
    ['{product: kubernetes, service: audit}', 'objectRef_resource', 'cronjobs', true],
  ];
  for (const [logsource, key, value, expected] of rows)
    it(`${key}: ${JSON.stringify(value)} (${logsource})`, () => {
      const text = wrapped(key, value, logsource);
      assert.equal(signals(text, event, { pipelines }).length, expected ? 1 : 0);
    });

  it("SigmaHQ's rules for cloud logs", () => {
    const documents = readAll('src/detect/sigma/pipeline/examples/*.yml').flatMap(
      ({ path, text }) => parseRuleFile(text, path).documents,
    );
    const { detector, problems } = compileSigma(documents, { pipelines });
    assert.deepEqual(problems, []);
    const titles = (one: JsonObject) => detector.inspect(activity(one)).map(signal => signal.detector.title);
    assert.deepEqual(titles(event), ['Azure Kubernetes CronJob', 'Google Cloud Kubernetes CronJob']);
    assert.deepEqual(titles({ ...event, verb: 'list' }), []);
    assert.equal(detector.interest.pair('create', 'cronjobs'), true);
    assert.equal(detector.interest.pair('get', 'leases'), false);
    assert.equal(detector.interest.pair('patch', 'pods'), false);
  });
});

describe('pipelines', () => {
  const pipeline = (transformation: string) => {
    const parsed = parsePipelineFile(
      `name: p\nvars: {names: [alice, bob]}\ntransformations:\n  - ${transformation}\n`,
      'p.yml',
    );
    assert.deepEqual(parsed.problems, []);
    return parsed.pipelines;
  };
  const rows: readonly (readonly [string, string, unknown, JsonObject, boolean])[] = [
    ['{type: field_name_mapping, mapping: {a: verb}}', 'a', 'x', { verb: 'x' }, true],
    ['{type: field_name_mapping, mapping: {a: [v, w]}}', 'a', 'x', { w: 'x' }, true],
    ['{type: field_name_mapping, mapping: {a: [v, w]}}', 'a', null, { w: 'x' }, false],
    ['{type: field_name_mapping, mapping: {a: [v, w]}}', 'a|neq', 'x', { v: 'y', w: 'x' }, false],
    ['{type: field_name_mapping, mapping: {a: w}}', 'v|fieldref', 'a', { v: 'x', w: 'x' }, true],
    ['{type: field_name_prefix_mapping, mapping: {p.: q.}}', 'p.a', 'x', { q: { a: 'x' } }, true],
    ['{type: field_name_prefix, prefix: p.}', 'a', 'x', { p: { a: 'x' } }, true],
    ['{type: field_name_suffix, suffix: .s}', 'a', 'x', { a: { s: 'x' } }, true],
    ['{type: drop_detection_item}', 'a', 'x', {}, true],
    ['{type: add_condition, conditions: {b: y}}', 'a', 'x', { a: 'x' }, false],
    ['{type: add_condition, conditions: {b: y}}', 'a', 'x', { a: 'x', b: 'y' }, true],
    ['{type: add_condition, conditions: {b: y}, negated: true}', 'a', 'x', { a: 'x', b: 'y' }, false],
    ['{type: replace_string, regex: "^(.)b$", replacement: "\\\\1c"}', 'a', 'xb', { a: 'xc' }, true],
    ['{type: map_string, mapping: {x: [y, z]}}', 'a', 'x', { a: 'z' }, true],
    ['{type: set_value, value: 5}', 'a', 'x', { a: 5 }, true],
    ['{type: convert_type, target_type: num}', 'a', '5', { a: 5 }, true],
    ['{type: value_placeholders}', 'a|expand', '%names%', { a: 'bob' }, true],
    [
      '{type: set_value, value: y, rule_conditions: [{type: logsource, product: windows}]}',
      'a',
      'x',
      { a: 'x' },
      true,
    ],
    [
      '{type: set_value, value: y, rule_conditions: [{type: logsource, product: windows}], rule_cond_not: true}',
      'a',
      'x',
      { a: 'y' },
      true,
    ],
    [
      '{type: set_value, value: y, rule_conditions: [{type: contains_field, field: a}]}',
      'a',
      'x',
      { a: 'y' },
      true,
    ],
    [
      '{type: set_value, value: y, field_name_conditions: [{type: exclude_fields, fields: [a]}]}',
      'a',
      'x',
      { a: 'x' },
      true,
    ],
    [
      '{type: set_value, value: y, field_name_conditions: [{type: include_fields, fields: ["^A"], mode: re}]}',
      'Ab',
      'x',
      { Ab: 'y' },
      true,
    ],
    [
      '{type: set_value, value: y, detection_item_conditions: [{type: match_string, cond: any, pattern: x}]}',
      'a',
      ['xx', 'q'],
      { a: 'y' },
      true,
    ],
    [
      '{type: set_value, value: y, detection_item_conditions: [{type: match_string, cond: all, pattern: x}]}',
      'a',
      ['xx', 'q'],
      { a: 'q' },
      true,
    ],
  ];
  for (const [transformation, key, value, event, expected] of rows)
    it(`${transformation} on ${key}`, () =>
      assert.equal(
        matches(lineText(key, value), { other: 1, ...event }, { pipelines: pipeline(transformation) }),
        expected,
      ));

  it('may reject a rule', () => {
    const failing = pipeline('{type: detection_item_failure, message: not here}');
    assert.deepEqual(problemsOf(lineText('a', 'x'), { pipelines: failing }), ['rejected 9:5']);
  });

  it('problems have their place', () => {
    const found = (text: string) =>
      parsePipelineFile(text, 'p.yml').problems.map(({ code, line, column }) => `${code} ${line}:${column}`);
    assert.deepEqual(found('name: p\ntransformations:\n  - type: no_such\n'), ['invalid-pipeline 3:5']);
    assert.deepEqual(
      found('name: p\ntransformations:\n  - type: replace_string\n    regex: "("\n    replacement: x\n'),
      ['invalid-expression 4:5'],
    );
    assert.deepEqual(found('transformations: []\n'), ['invalid-pipeline 1:1']);
    assert.equal(isObject(parsePipelineFile('name: [', 'p.yml').problems[0]), true);
  });
});
