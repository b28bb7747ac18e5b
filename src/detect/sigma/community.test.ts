import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { community, pipelines } from '../../../test/support/shipped-rules.ts';
import { activity } from '../../../test/support/sigma-signals.ts';
import type { JsonObject } from '../../model/json.ts';
import { compileSigma } from './compile-sigma.ts';
import { lintRules } from './lint/lint-rule.ts';
import type { SigmaOptions } from './options.ts';

describe('the rules of SigmaHQ', () => {
  const titled = (event: JsonObject, options: SigmaOptions) =>
    compileSigma(community, options)
      .detector.inspect(activity(event))
      .map(signal => signal.detector.title);

  it('are 16, without problems', () => {
    const { rules, problems } = compileSigma(community, { pipelines });
    assert.equal(rules.length, 16);
    assert.deepEqual(problems, []);
  });

  it('five can never match a raw event, and the pipelines make them live', () => {
    const dead = (options: SigmaOptions, severity: string) =>
      lintRules(community, options)
        .filter(problem => problem.code === 'never-matches' && problem.severity === severity)
        .map(({ file, line }) => `${file.split('_audit_').at(-1)}:${line}`);
    const five = [
      'hostpath_mount.yml:24',
      'potential_enumeration_activity.yml:24',
      'privileged_pod_creation.yml:26',
      'rbac_permisions_listing.yml:24',
      'sidecar_injection.yml:24',
    ];
    assert.deepEqual(dead({ pipelines: [] }, 'error'), five);
    assert.deepEqual(dead({ pipelines }, 'error'), []);
    assert.deepEqual(dead({ pipelines }, 'warning'), five);
    const values = lintRules(community, { pipelines }).filter(problem => problem.code === 'impossible-value');
    assert.equal(values.length, 4);
    for (const { message } of values) assert.match(message, /kubectl replace is logged as update/);
  });

  const live: readonly (readonly [string, JsonObject])[] = [
    [
      'Container With A hostPath Mount Created',
      {
        verb: 'create',
        objectRef: { resource: 'pods' },
        requestObject: { spec: { volumes: [{ hostPath: { path: '/' } }] } },
      },
    ],
    [
      'Privileged Container Deployed',
      {
        verb: 'create',
        objectRef: { resource: 'pods' },
        responseObject: {
          spec: { initContainers: [{ securityContext: { capabilities: { add: ['NET_RAW'] } } }] },
        },
      },
    ],
    [
      'RBAC Permission Enumeration Attempt',
      {
        verb: 'create',
        objectRef: { resource: 'selfsubjectrulesreviews', apiGroup: 'authorization.k8s.io' },
      },
    ],
    [
      'Potential Sidecar Injection Into Running Deployment',
      { verb: 'patch', objectRef: { resource: 'deployments', apiGroup: 'apps' } },
    ],
    [
      'Kubernetes Potential Enumeration Activity',
      { verb: 'list', userAgent: 'trufflehog', annotations: { 'authorization.k8s.io/decision': 'allow' } },
    ],
  ];
  for (const [title, event] of live)
    it(title, () => {
      assert.deepEqual(titled(event, { pipelines }), [title]);
      assert.deepEqual(titled(event, { pipelines: [] }), []);
    });
});
